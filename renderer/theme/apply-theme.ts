import { forgetPalette } from './palette.js';

/** Puts a theme on the page. `system` follows the system, and `contrast` its lightness. */
export function applyTheme(theme: string): () => void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  forgetPalette();
  const all = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));
  for (const media of all) media.addEventListener('change', forgetPalette);
  return () => {
    for (const media of all) media.removeEventListener('change', forgetPalette);
  };
}
