import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { heapGraph } from '../../helpers/heap-graph.js';

/** A root with `count` children, each of which holds the next. */
function wide(count: number): HeapGraph {
  return {
    ...heapGraph('root').graph,
    nodeCount: count + 1,
    edgeCount: count * 2 - 1,
    nodeType: new Uint8Array(count + 1).fill(3),
    name: new Uint32Array(count + 1),
    id: Uint32Array.from({ length: count + 1 }, (_, row) => row * 2 + 1),
    selfSize: new Uint32Array(count + 1).fill(1),
    firstEdge: Uint32Array.from({ length: count + 2 }, (_, row) =>
      row === 0 ? 0 : Math.min(count + row - 1, count * 2 - 1),
    ),
    edgeType: new Uint8Array(count * 2 - 1).fill(2),
    edgeName: new Uint32Array(count * 2 - 1),
    edgeTarget: Uint32Array.from({ length: count * 2 - 1 }, (_, edge) =>
      edge < count ? edge + 1 : edge - count + 2,
    ),
  };
}

it('asks all the way whether it is cancelled, and says how far it is', () => {
  const asked = new Map<string, number>();
  let phase = '';
  let done = 0;
  buildHeapIndex(wide(200_000), {
    cancelled: () => {
      asked.set(phase, (asked.get(phase) ?? 0) + 1);
      return false;
    },
    progress: (share, now) => {
      phase = now;
      done = Math.max(done, share ?? 0);
      expect(share === undefined || (share >= 0 && share <= 1)).toBe(true);
    },
  });
  for (const long of ['distances', 'depth first', 'dominators', 'sizes'])
    expect([long, (asked.get(long) ?? 0) >= Math.floor(200_000 / 0x4000)]).toEqual([long, true]);
  expect(done).toBeGreaterThan(0.9);
});

it('stops where it is when it is cancelled', () => {
  let asked = 0;
  const watch = { cancelled: () => ++asked > 20, progress: () => {} };
  expect(() => buildHeapIndex(wide(200_000), watch)).toThrow('cancelled');
  expect(asked).toBe(21);
});

it('tells more classes apart than two bytes can count', () => {
  const count = 70_000;
  const graph: HeapGraph = {
    ...wide(count),
    name: Uint32Array.from({ length: count + 1 }, (_, row) => row),
    strings: { length: count + 1, at: (row) => `Class ${row}` },
  };
  const { classOf, classNames } = buildHeapIndex(graph);
  const named = Array.from(classOf, (row) => classNames[row]);
  expect(named).toEqual(Array.from({ length: count + 1 }, (_, row) => `Class ${row}`));
  expect(buildHeapIndex(wide(10)).classOf).toBeInstanceOf(Uint16Array);
});
