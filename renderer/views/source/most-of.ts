import type { LineFigures } from '../../../shared/analysis/allocations/by-line.js';

/** The largest total of the lines: the unit of their columns is that of its size. */
export const mostOf = (lines: ReadonlyMap<number, LineFigures>): number =>
  [...lines.values()].reduce((most, { total }) => Math.max(most, total), 0);
