import type { Palette, Token } from '../../theme/palette.js';

/** Fills by their number: first those of packages, then of a comparison from shrank to grew; the faded ones after. */
export const PACKAGE_TOKENS = [
  'same',
  'p-own',
  'p-1',
  'p-2',
  'p-3',
  'p-4',
  'p-5',
  'p-6',
] as const satisfies Token[];
export const RUNTIME_FILL = 0;
export const OWN_FILL = 1;
/** Steps to each side of what stayed the same. */
export const STEPS = 5;
const FIRST_STEP = PACKAGE_TOKENS.length;
const COUNT = FIRST_STEP + 2 * STEPS + 1;
/** Of what a search did not find: as many again. */
export const FADED = COUNT;

const HUES = PACKAGE_TOKENS.length - 2;

/** The fill of a package: by a hash of its name, so that it is the same in every view and session. */
export function packageFill(name: string, kind: 'runtime' | 'own' | 'other'): number {
  if (kind === 'runtime') return RUNTIME_FILL;
  if (kind === 'own') return OWN_FILL;
  // FNV-1a.
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length && at < 200; at++)
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
  return OWN_FILL + 1 + (((hash ^ (hash >>> 15)) >>> 0) % HUES);
}

/** The fill of a change: `share` from -1, all of it shrank, to 1. Small ones are seen as well. */
export function changeFill(share: number): number {
  if (!(Math.abs(share) > NOTICED)) return FIRST_STEP + STEPS;
  const step = Math.max(1, Math.min(STEPS, Math.round(Math.sqrt(Math.abs(share)) * STEPS)));
  return FIRST_STEP + STEPS + (share > 0 ? step : -step);
}

/** A share of less is no change that a colour should call for. */
const NOTICED = 0.005;

/** The colours of all fills in a theme, as pixels, what is behind them, and the names on them. */
export interface FlameColours {
  readonly fills: Int32Array;
  readonly ground: number;
  readonly text: number;
  /** On what a search did not find. */
  readonly fadedText: number;
}

export function flameFills(colours: Palette): FlameColours {
  const same = rgb(colours.same);
  const ramp = Array.from({ length: 2 * STEPS + 1 }, (_, at) => {
    const share = (at - STEPS) / STEPS;
    const end = rgb(share > 0 ? colours['grow-f'] : colours['shrink-f']);
    return mixed(same, end, Math.abs(share));
  });
  const full = [...PACKAGE_TOKENS.map((token) => rgb(colours[token])), ...ramp];
  const panel = rgb(colours.panel);
  const all = [...full, ...full.map((colour) => mixed(colour, panel, 0.62))];
  return {
    fills: Int32Array.from(all, (colour) => packed(...colour)),
    ...{
      ground: packed(...panel),
      text: packed(...rgb(colours.tx)),
      fadedText: packed(...rgb(colours['tx-3'])),
    },
  };
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Computed colours are `rgb(…)`. */
function rgb(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

const mixed = (a: Rgb, b: Rgb, share: number): Rgb =>
  [0, 1, 2].map((i) => Math.round(a[i] + (b[i] - a[i]) * share)) as unknown as Rgb;

/** A colour as one pixel of ImageData: red is the lowest byte. */
const packed = (red: number, green: number, blue: number): number =>
  (255 << 24) | (blue << 16) | (green << 8) | red;
