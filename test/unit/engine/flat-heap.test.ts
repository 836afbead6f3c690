import { expect, it } from 'vitest';
import { bytesOf, flatten, unflatten } from '../../../electron/engine/flat-heap.js';
import { ByteStrings } from '../../../shared/model/byte-strings.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { snapshotText } from '../../helpers/heapsnapshot-text.js';
import { plainGraph, readHeap } from '../../helpers/read-heap.js';

it('a heap taken apart and put together is the same', () => {
  const graph = readHeap(snapshotText());
  const flat = flatten({
    graph,
    later: { rows: new Int16Array([1, -2]), names: ['a', undefined], empty: {} },
  });
  expect([...flat.columns.keys()]).toContain('graph.strings.bytes');
  JSON.stringify(flat.tree);
  const back = unflatten({ ...flat, tree: JSON.parse(JSON.stringify(flat.tree)) }) as {
    graph: HeapGraph;
    later: unknown;
  };
  expect(plainGraph(back.graph)).toEqual(plainGraph(graph));
  expect(back.later).toEqual({ rows: new Int16Array([1, -2]), names: ['a', undefined], empty: {} });
});

it('every column is in shared memory, also one that was not', () => {
  const flat = flatten({ rows: new Uint32Array([1, 2, 3]).subarray(1), strings: ['x', 'yz'] });
  for (const column of flat.columns.values()) expect(column.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(unflatten(flat)).toEqual({ rows: new Uint32Array([2, 3]), strings: ['x', 'yz'] });
  expect(bytesOf(flat)).toBe(8);
});

it('a table of strings comes back as bytes', () => {
  const table = { length: 2, at: (row: number) => ['a', '\ud800é'][row] };
  const { strings } = unflatten(flatten({ strings: table })) as { strings: ByteStrings };
  expect(strings).toBeInstanceOf(ByteStrings);
  expect([strings.at(0), strings.at(1), strings.at(2)]).toEqual(['a', '\ud800é', undefined]);
});

it('a column that is missing is told', () => {
  expect(() => unflatten({ tree: { $column: 'x' }, columns: new Map() })).toThrow(/x is missing/);
});
