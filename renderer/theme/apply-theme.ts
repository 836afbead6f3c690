import { forgetPalette } from './palette.js';

/** Puts a theme on the page. `system` follows the system, and `contrast` its lightness. */
export function applyTheme(theme: string): () => void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  forgetPalette();
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', forgetPalette);
  return () => media.removeEventListener('change', forgetPalette);
}
