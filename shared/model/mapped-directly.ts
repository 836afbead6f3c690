/** The name of memory that native code took with mmap itself, beside malloc. */
export const MAPPED_DIRECTLY = '[mapped directly]';
