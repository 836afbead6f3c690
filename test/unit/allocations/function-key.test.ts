import { expect, it } from 'vitest';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { frameOfKey, functionKey, nameInKey } from '../../../shared/analysis/allocations/function-key.js';
import type { FrameTable } from '../../../shared/model/stack-table.js';

const frames = (...rows: readonly (readonly [name: string, file: string, line: number])[]): FrameTable => ({
  length: rows.length,
  name: rows.map(([name]) => name),
  file: rows.map(([, file]) => file),
  line: Uint32Array.from(rows, ([, , line]) => line),
});

it('a function is found by its key, whatever is in names and files', () => {
  const table = frames(
    ['a\0b', 'c', 1],
    ['a', 'b\0c', 1],
    ['', 'x\0y', 7],
    ['', '7\0x', 7],
    ['12 a', 'b', 1],
    ['1', '2 a', 3],
    ['\0', '', 0],
    ['', '', 0],
  );
  const keys = Array.from({ length: table.length }, (_, at) => functionKey(table, at));
  expect(new Set(keys).size).toBe(table.length);
  expect(keys.map((key) => frameOfKey(table, key))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(keys.map(nameInKey)).toEqual(table.name);
  expect(frameGroups(table, 'function').count).toBe(table.length);
  expect(frameGroups(table, 'line').count).toBe(table.length);
  expect(frameOfKey(table, '1 zb')).toBeUndefined();
});

it('a function is one over its lines, one without a name is its line', () => {
  const table = frames(['f', 'a.js', 1], ['f', 'a.js', 2], ['', 'a.js', 1], ['', 'a.js', 2]);
  expect(Array.from(frameGroups(table, 'function').group)).toEqual([0, 0, 1, 2]);
  expect(Array.from(frameGroups(table, 'line').group)).toEqual([0, 1, 2, 3]);
});
