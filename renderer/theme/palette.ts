/** The tokens that canvases paint with, resolved to colours of the theme that is on. */
const TOKENS = [
  'bg',
  'panel',
  'raised',
  'sunken',
  'hover',
  'sel',
  'line',
  'line-2',
  'grid',
  'tx',
  'tx-2',
  'tx-3',
  'accent',
  'accent-bg',
  'on-accent',
  'brush',
  'brush-ln',
  'cross',
  'rec',
  'm-py',
  'm-v8',
  'm-ext',
  'm-native',
  'm-stack',
  'm-file',
  'm-unk',
  'grow',
  'grow-t',
  'shrink',
  'grow-f',
  'shrink-f',
  'same',
  'p-own',
  'p-1',
  'p-2',
  'p-3',
  'p-4',
  'p-5',
  'p-6',
] as const;

export type Token = (typeof TOKENS)[number];
export type Palette = Readonly<Record<Token, string>>;

let known: Palette | undefined;
const listeners = new Set<() => void>();

/** Read once a theme: each colour costs a style computation. */
export function palette(): Palette {
  known ??= read();
  return known;
}

/** Told when the theme changes; `palette()` answers the new colours then. */
export function onPalette(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function forgetPalette(): void {
  known = undefined;
  for (const listener of listeners) listener();
}

function read(): Palette {
  const probes = document.createElement('span');
  probes.hidden = true;
  // Else every colour would be the system's one.
  probes.style.setProperty('forced-color-adjust', 'none');
  // All are there before the first is read: a change between two readings makes the page's styles anew.
  const made = TOKENS.map((token) => {
    const probe = document.createElement('span');
    probe.style.color = `var(--${token})`;
    return probe;
  });
  probes.append(...made);
  document.body.append(probes);
  const colours = Object.fromEntries(
    TOKENS.map((token, index) => [token, getComputedStyle(made[index]).color]),
  );
  probes.remove();
  return colours as Palette;
}
