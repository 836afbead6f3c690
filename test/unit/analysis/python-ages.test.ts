import { expect, it } from 'vitest';
import { pythonAges } from '../../../shared/analysis/python-ages.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { AGE_SHIFT, NodeFlag, type PythonHeapMeta } from '../../../shared/model/python-heap-stream.js';

type Since = NonNullable<PythonHeapMeta['since']>;

function heap(flags: readonly number[], since?: Partial<Since>): HeapGraph {
  const told = { agent: 'a', number: 1, full: 4, frozen: 0, ...since };
  return { flags: Uint8Array.from(flags), ...(since && { python: { since: told } }) } as unknown as HeapGraph;
}

const { tracked } = NodeFlag;
const age = (back: number): number => tracked | (back << AGE_SHIFT);
const all = [tracked, tracked, tracked, tracked];
const now = [age(0), age(1), age(3), 0];
const told = (before: HeapGraph, after: HeapGraph) => {
  const ages = pythonAges(before, after);
  return ages && [0, 1, 2, 3].map((row) => ages(row, row));
};

it('who stands before the mark of the first is the same, who stands behind it is new', () => {
  expect(told(heap(all, {}), heap(now, { number: 2 }))).toEqual(['same', 'new', 'same', 'unknown']);
  expect(told(heap(all, {}), heap(now, { number: 4 }))).toEqual(['same', 'new', 'new', 'unknown']);
});

it('what was not tracked may have been there', () => {
  expect(told(heap([0, 0, 0, 0], {}), heap(now, { number: 2 }))).toEqual(Array(4).fill('unknown'));
});

it('after a full collection only who stands before the mark is known', () => {
  const after = heap(now, { number: 2, full: 5 });
  expect(told(heap(all, {}), after)).toEqual(['same', 'unknown', 'same', 'unknown']);
});

it('nothing is known of another attachment, of frozen objects, backwards, or from too far', () => {
  const base = heap(all, { number: 2 });
  for (const other of [
    { agent: 'b', number: 3 },
    { number: 3, frozen: 7 },
    { number: 2 },
    { number: 1 },
    { number: 18 },
  ])
    expect(pythonAges(base, heap(now, other))).toBeUndefined();
  expect(pythonAges(heap(all), heap(now, { number: 3 }))).toBeUndefined();
  expect(pythonAges(base, heap(now))).toBeUndefined();
});
