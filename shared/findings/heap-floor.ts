import { sizeText } from '../base/quantity.js';
import type { Sign } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import { type FloorGrowth, floorGrowth } from './floor-growth.js';

/** How the floor of the managed heap moves, by the series that tells most surely. */
export interface HeapFloor {
  readonly series: string;
  readonly growth: FloorGrowth;
}

/** Bytes, and of CPython blocks, which it always counts. */
const SERIES = ['heap.used', 'arrayBuffers', 'traced', 'blocks'];

export function heapFloor({ series, collections }: Evidence): HeapFloor | undefined {
  const floors = SERIES.flatMap((name) => {
    const growth = floorGrowth(series.get(name), name === 'heap.used' ? collections : []);
    return growth ? [{ series: name, growth }] : [];
  });
  return floors.find(({ growth }) => growth.sure) ?? floors[0];
}

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
      : `The floor of ${series} does not surely rise over this recording (95 %: ${text(growth.low)} to ${text(growth.high)} a second).`,
  };
}
