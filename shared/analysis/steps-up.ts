import type { HeapIndex } from '../model/heap-index.js';
import { retainersOf } from './retainers.js';

/** No holder: a root, or what none reaches. */
export const NO_ROW = -1;

/** The step from a node towards the roots, as a row of the retainers. NO_ROW at the root. */
export function stepUp(index: HeapIndex, node: number): number {
  return retainersOf(index).step[node] - 1;
}
