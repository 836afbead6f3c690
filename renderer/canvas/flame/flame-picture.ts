import type { FlameColours } from './flame-fills.js';

/** Everything that is to be painted, and nothing that has to be asked for: it can be painted in another thread. */
export interface FlamePicture extends Omit<FlameColours, 'fills'> {
  /** In device pixels. */
  readonly wide: number;
  readonly tall: number;
  /** Device pixels to one of CSS. */
  readonly ratio: number;
  readonly font: string;
  readonly count: number;
  /** Of each of `count` rectangles its top, left and right in device pixels, and its colour; those of a level together. */
  readonly rectangles: Int32Array<ArrayBuffer>;
  /** All texts, each ended by a zero: one text costs a message less than many. */
  readonly labels: string;
  /** Of each label the rectangle that it stands in, twice; one more for what a search did not find. */
  readonly labelled: Int32Array<ArrayBuffer>;
}

/** Numbers to a rectangle. */
export const SIDES = 4;
/** From the edge of a call to its name, in CSS pixels. */
export const INSET = 5;
