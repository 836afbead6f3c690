import { sizeText } from '../base/quantity.js';
import type { Sign } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import { flatAfterCollections } from './flat-after-collections.js';
import { type FloorGrowth, floorGrowth } from './floor-growth.js';

/** How the floor of the managed heap moves, by a series that surely rises, else by the one that is known best. */
export interface HeapFloor {
  readonly series: string;
  readonly growth: FloorGrowth;
}

/** Bytes, and of CPython blocks, which it always counts. */
const SERIES = ['heap.used', 'arrayBuffers', 'traced', 'blocks'];

export function heapFloor(evidence: Evidence): HeapFloor | undefined {
  const floors = heapFloors(evidence);
  const vague = ({ growth }: HeapFloor): number => (growth.high - growth.low) / Math.max(1, growth.level);
  // Buffers that stay as many say nothing of objects that grow.
  const heaps = floors.filter(({ series: name }) => name !== 'arrayBuffers');
  return floors.find(({ growth }) => growth.sure) ?? heaps.sort((a, b) => vague(a) - vague(b))[0];
}

function heapFloors({ series, collections }: Evidence): readonly HeapFloor[] {
  return SERIES.flatMap((name) => {
    const growth = floorGrowth(series.get(name), name === 'heap.used' ? collections : []);
    return growth ? [{ series: name, growth }] : [];
  });
}

/** Floors over which the later half was long enough to contradict. */
const LEAST_FLOORS = 12;
/** A floor that surely rises at less than this share of what snapshots showed says that it has ended. */
const CONTRADICTS = 0.5;

/**
 * Whether the later half of the recording contradicts growth that two snapshots show: its floor surely rises much less
 * than by `count` objects of `bytes` in all, over so many seconds. Then a cache filled, or the program warmed up.
 */
export function hasEnded(
  evidence: Evidence,
  { count, bytes, seconds }: { readonly count: number; readonly bytes: number; readonly seconds: number },
): boolean {
  const floors = heapFloors(evidence);
  // Of a heap that was full nothing can be heard but that there was no room.
  if (evidence.heapFilled || floors.some(({ growth }) => growth.sure)) return false;
  if (flatAfterCollections(evidence, bytes) || floors.some(fades)) return true;
  return floors.some(({ series, growth: { late, points } }) => {
    const claimed = (series === 'blocks' ? count : bytes) / seconds;
    return (
      series !== 'arrayBuffers' &&
      points >= LEAST_FLOORS &&
      late !== undefined &&
      late.high < claimed * CONTRADICTS
    );
  });
}

/** The later half surely rises less than the earlier, and hardly or not at all: what fills does so. A restless heap does so by chance. */
const fades = ({ series, growth: { ended, slows, slope, late } }: HeapFloor): boolean =>
  series !== 'arrayBuffers' &&
  slows &&
  late !== undefined &&
  (late.high <= 0 || (ended && late.high - late.low < slope));

/** Likely where the floor surely rises. */
export const confidenceOf = (floor: HeapFloor | undefined): 'likely' | 'possible' =>
  floor?.growth.sure ? 'likely' : 'possible';

export function floorSign({ from, to }: Evidence, floor: HeapFloor | undefined): Sign {
  if (!floor)
    return { text: 'No series of the heap is long enough to tell whether it goes on: record a minute.' };
  const { growth, series } = floor;
  const text = (value: number): string =>
    series === 'blocks' ? `${value.toFixed(0)} blocks` : sizeText(value);
  return {
    series,
    range: { from, to },
    text: growth.sure
      ? `The floor of ${series} rises by ${text(growth.slope)} a second (95 %: ${text(growth.low)} to ${text(growth.high)}).`
      : `The floor of ${series} ${growth.low > 0 ? 'rose, but not surely in the later half of this recording' : 'does not surely rise over this recording'} (95 %: ${text(growth.low)} to ${text(growth.high)} a second).`,
  };
}
