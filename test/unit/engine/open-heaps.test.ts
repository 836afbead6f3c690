import { expect, it } from 'vitest';
import { OpenHeaps } from '../../../electron/engine/open-heaps.js';
import { snapshotId } from '../../../shared/base/brand.js';

const heap = (bytes: number) => ({
  heap: { tree: {}, columns: new Map([['x', new Uint8Array(new SharedArrayBuffer(bytes))]]) },
  summary: { producer: 'v8' as const, nodes: 1, edges: 0, totalSize: 0, timings: {} },
});

it('drops what was used longest ago when the limit is passed', () => {
  const dropped: string[] = [];
  const open = new OpenHeaps(400, (snapshot) => dropped.push(snapshot));
  for (const name of ['a', 'b', 'c', 'd']) open.add(snapshotId(name), heap(100));
  expect(dropped).toEqual([]);
  open.get(snapshotId('a'));
  open.add(snapshotId('e'), heap(150));
  expect(dropped).toEqual(['b', 'c']);
  expect(open.has(snapshotId('b'))).toBe(false);
  expect(() => open.get(snapshotId('b'))).toThrow(/not open/);
});

it('keeps the newest three whatever they weigh', () => {
  const open = new OpenHeaps(10, () => {});
  for (const name of ['a', 'b', 'c', 'd']) open.add(snapshotId(name), heap(100));
  expect(['a', 'b', 'c', 'd'].map((name) => open.has(snapshotId(name)))).toEqual([false, true, true, true]);
});

it('counts a snapshot once that is opened again', () => {
  const open = new OpenHeaps(400, () => {});
  for (let i = 0; i < 10; i++) open.add(snapshotId('a'), heap(100));
  for (const name of ['b', 'c', 'd']) open.add(snapshotId(name), heap(100));
  expect(open.has(snapshotId('a'))).toBe(true);
});

it('counts what is added to a snapshot, drops others for it and not itself', () => {
  const dropped: string[] = [];
  const open = new OpenHeaps(450, (snapshot) => dropped.push(snapshot));
  for (const name of ['a', 'b', 'c', 'd']) open.add(snapshotId(name), heap(100));
  expect([open.hasRoomFor(50), open.hasRoomFor(51)]).toEqual([true, false]);
  const { columns } = heap(100).heap;
  const more = { tree: { y: {} }, columns: new Map([['y', [...columns.values()][0]]]) };
  expect(open.widen(snapshotId('d'), more)).toBe(true);
  expect(dropped).toEqual(['a']);
  expect([...open.get(snapshotId('d')).heap.columns.keys()]).toEqual(['x', 'y']);
  expect(open.widen(snapshotId('a'), more)).toBe(false);
});
