import type { Turned } from '../model/heap-evidence.js';
import type { Evidence, SourcedPath } from './evidence.js';
import type { Turnover } from './heap/members.js';
import type { HeapFloor } from './heap-floor.js';
import { seconds } from './signs.js';

/**
 * What became of what was there at the first of two snapshots: what came since will stay like it, or go like it. Unknown where
 * there was nothing, or little of which nothing is left: what fills and is emptied again and again is seen so by chance.
 */
export type Fate = 'stays' | 'goes' | 'unknown';

/** Of fewer it is chance which of them go. */
const FEWEST = 5;

export function fateOf({ kept, gone }: Turnover): Fate {
  if (gone < (kept + gone) / 2) return 'stays';
  return kept + gone >= FEWEST ? 'goes' : 'unknown';
}

/** Of the members of a collection; where it was not seen before, of the objects of their class. */
export const fateOfPath = ({ row, container }: SourcedPath): Fate =>
  fateOf({ kept: container?.kept ?? row.survivedCount, gone: container?.gone ?? row.removedCount });

/**
 * Of what is counted, and held by no one collection: as many may come and go again and again, if the heap does not surely rise,
 * or by less than so many bytes more, and was not full of them.
 */
export function countedByChance(
  evidence: Evidence,
  { kept, gone = 0 }: Turned,
  floor: HeapFloor | undefined,
  bytes = 0,
): boolean {
  if (evidence.heapFilled === true || kept === undefined || fateOf({ kept, gone }) === 'stays') return false;
  if (floor?.growth.sure !== true) return true;
  const { growth, series } = floor;
  return growth.high < (series === 'blocks' ? bytes / BLOCK : bytes) / seconds(evidence);
}

/** A rise of the heap of which less is explained is another's. */
const LEAST_EXPLAINED = 0.1;
/** A block of CPython is 16 to 512 bytes; this is about the mean. */
const BLOCK = 64;

/** The heap itself rises, surely, and this may be what it rises by: so it is no matter of when the snapshots were taken. */
export function risesWith(
  floor: HeapFloor | undefined,
  { count, bytes, seconds }: { readonly count: number; readonly bytes: number; readonly seconds: number },
): boolean {
  if (floor?.growth.sure !== true) return false;
  const more = floor.series === 'blocks' ? Math.max(count, bytes / BLOCK) : bytes;
  return more / seconds >= floor.growth.slope * LEAST_EXPLAINED;
}
