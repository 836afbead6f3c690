import { expect, it } from 'vitest';
import { duplicateStrings } from '../../../shared/analysis/duplicate-strings.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import type { StringQuery } from '../../../shared/model/snapshot-rows.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const { graph } = heapGraph(`
  root                  -> hello#1 hello#2 hello#3 big#1 big#2 once empty#1 empty#2 object#1 object#2
  hello#1:string 16
  hello#2:string 16
  hello#3:string 24
  big#1:string 100
  big#2:string 100
  once:string 500
  empty#1:string 0
  empty#2:string 0
  object#1 40
  object#2 40
`);
const index = buildHeapIndex(graph);

it('texts that are there more than once, the largest saving first; the largest copy stays', () => {
  expect(duplicateStrings(index, { from: 0, count: 10 })).toEqual({
    total: 2,
    rows: [
      { text: 'big', count: 2, size: 200, saving: 100 },
      { text: 'hello', count: 3, size: 56, saving: 32 },
    ],
  });
});

it('pages', () => {
  const { total, rows } = duplicateStrings(index, { from: 1, count: 1 });
  expect([total, rows.map(({ text }) => text)]).toEqual([2, ['hello']]);
});

it('by a text in any case, a regular expression, by size and by number; in another order', () => {
  const found = (query: Partial<StringQuery>) =>
    duplicateStrings(index, { from: 0, count: 10, ...query }).rows.map(({ text }) => text);
  expect(found({ filter: { text: 'HELL' } })).toEqual(['hello']);
  expect(found({ filter: { text: '/^b.g$/' } })).toEqual(['big']);
  expect(found({ filter: { minSize: 57 } })).toEqual(['big']);
  expect(found({ filter: { minCount: 3 } })).toEqual(['hello']);
  expect(found({ filter: { text: 'once' } })).toEqual([]);
  expect(found({ sort: { by: 'count', descending: true } })).toEqual(['hello', 'big']);
  expect(found({ sort: { by: 'size', descending: false } })).toEqual(['hello', 'big']);
  expect(() => found({ filter: { text: '/(a+)+$/' } })).toThrow(/repeats/);
});
