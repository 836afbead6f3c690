import { describe, expect, it } from 'vitest';
import { burstEstimate } from '../../../electron/drivers/python/burst-estimate.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';

/** Rows of bytes and blocks. */
const table = (...rows: readonly (readonly [bytes: number, blocks: number])[]): AllocationTable => ({
  length: rows.length,
  stack: Int32Array.from(rows.keys()),
  weight: Float64Array.from(rows, ([bytes]) => bytes),
  count: Float64Array.from(rows, ([, blocks]) => blocks),
  ordinal: new Float64Array(rows.length),
  stacks: {
    length: 0,
    prefix: new Int32Array(),
    frame: new Uint32Array(),
    frames: { length: 0, name: [], file: [], line: new Uint32Array() },
  },
});

const small = (...blocks: readonly number[]): Float64Array => Float64Array.from(blocks);

describe('what was traced in bursts stands for', () => {
  it('the growth of the program in blocks, where that is more than the share of the time says', () => {
    const found = burstEstimate(table([6400, 100], [9600, 300]), small(100, 300), {
      ...{ on: 1, whole: 30, bursts: 100, blocks: 40_000 },
    });
    expect([...(found.count ?? [])]).toEqual([10_000, 30_000]);
    expect([...found.weight]).toEqual([640_000, 960_000]);
  });

  it('the share of the time, where the program does not grow or too little was seen', () => {
    const steady = { on: 1, whole: 20, bursts: 100, blocks: -5 };
    expect(burstEstimate(table([100, 500]), small(500), steady).weight[0]).toBe(2000);
    const few = { on: 1, whole: 20, bursts: 100, blocks: 1e6 };
    expect(burstEstimate(table([100, 5]), small(5), few).weight[0]).toBe(2000);
  });

  it('no more than tracing can have slowed the program down', () => {
    const outside = { on: 1, whole: 20, bursts: 3, blocks: 1e9 };
    expect(burstEstimate(table([100, 100]), small(100), outside).count?.[0]).toBe(100 * 20 * 64);
  });

  it('themselves alone, where few large blocks were seen; of many the share of the time', () => {
    const facts = { on: 1, whole: 20, bursts: 100, blocks: 8000 };
    const found = burstEstimate(table([8e6, 1], [8e6, 3], [8e6, 4], [4000, 200]), small(0, 0, 0, 200), facts);
    expect([...found.weight]).toEqual([8e6, 8e6, 1.6e8, 160_000]);
    expect([...(found.count ?? [])]).toEqual([1, 3, 80, 8000]);
  });

  it('nothing before the first burst', () => {
    const facts = { on: 0, whole: 0.1, bursts: 0, blocks: 100 };
    expect(burstEstimate(table(), small(), facts).length).toBe(0);
    expect(burstEstimate(table([50, 1]), small(1), facts).weight[0]).toBe(50);
  });
});
