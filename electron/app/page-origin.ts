/** Where our page comes from: a scheme of our own, so that no file:// rights come with it. */
export const PAGE_SCHEME = 'app';
export const PAGE_ORIGIN = `${PAGE_SCHEME}://leakscope`;
