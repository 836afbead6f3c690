import { expect, it } from 'vitest';
import { exportIds } from '../../../shared/format/export-ids.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';

const ids = (...id: readonly number[]) => [
  ...exportIds({ id: Float64Array.from(id) } as unknown as HeapGraph),
];

const [HEAP, MAPPED] = [0x55aa_1234_5670, 0x7f12_3456_7000];

it('each object has an id of its own, the same in the next snapshot', () => {
  const first = ids(1, 3, HEAP, MAPPED, MAPPED + 16, MAPPED + 2 ** 36, MAPPED + 2 ** 32);
  expect(new Set(first).size).toBe(7);
  expect(first.slice(0, 2)).toEqual([1, 3]);
  const second = ids(1, 3, MAPPED + 48, MAPPED + 16, MAPPED, HEAP);
  expect([second[5], second[4], second[3]]).toEqual(first.slice(2, 5));
  expect(first.every((id) => id > 0 && id <= 0xffff_ffff)).toBe(true);
});

it('many addresses of two arenas that are 64 GiB apart', () => {
  const many = Array.from({ length: 50_000 }, (_, i) => MAPPED + (i >> 1) * 16 + (i & 1) * 2 ** 36);
  expect(new Set(ids(...many)).size).toBe(many.length);
});

it('ids of 32 bits stay as they are', () => {
  const id = Uint32Array.of(1, 3, 0xffff_ffff);
  expect(exportIds({ id } as unknown as HeapGraph)).toBe(id);
});
