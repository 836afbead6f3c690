import { afterEach, describe, expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { keptAnswer, limitKeptAnswers } from '../../../shared/analysis/kept-answers.js';
import { pathKeysOf } from '../../../shared/analysis/path-keys.js';
import { pathTreePage } from '../../../shared/analysis/path-tree.js';
import { UNWATCHED } from '../../../shared/base/watch.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const heap = (): HeapIndex =>
  buildHeapIndex(
    heapGraph(`
      root        -> window
      window 10   -> list
      list 100    -> Item#1 Item#2
      Item#1 5
      Item#2 5
    `).graph,
  );
const column = (bytes: number) => () => new Uint8Array(bytes);

describe('answers that are kept', () => {
  afterEach(() => limitKeptAnswers(Number.POSITIVE_INFINITY));

  it('are there for the next question, of each heap and each pair of heaps', () => {
    const [a, b] = [heap(), heap()];
    const first = keptAnswer(a, 'x', column(1));
    expect(keptAnswer(a, 'x', column(1))).toBe(first);
    for (const other of [keptAnswer(a, 'y', column(1)), keptAnswer(b, 'x', column(1))])
      expect(other).not.toBe(first);
    expect(keptAnswer(a, 'x', column(1), b)).not.toBe(first);
  });

  it('go when they are more than the limit, the least recently used first, never the newest', () => {
    const index = heap();
    const [x, y] = [keptAnswer(index, 'x', column(400)), keptAnswer(index, 'y', column(400))];
    limitKeptAnswers(1000);
    expect(keptAnswer(index, 'x', column(400))).toBe(x);
    const big = keptAnswer(index, 'big', column(500));
    expect(keptAnswer(index, 'x', column(400))).toBe(x);
    expect(keptAnswer(index, 'y', column(400))).not.toBe(y);
    const huge = keptAnswer(index, 'huge', column(5000));
    expect(keptAnswer(index, 'huge', column(5000))).toBe(huge);
    expect(keptAnswer(index, 'big', column(500))).not.toBe(big);
  });

  it('count what they have grown to', () => {
    const index = heap();
    limitKeptAnswers(1000);
    const growing = { bytes: 100 };
    keptAnswer(index, 'growing', () => growing);
    const other = keptAnswer(index, 'other', column(100));
    growing.bytes = 950;
    keptAnswer(index, 'growing', () => growing);
    expect(keptAnswer(index, 'other', column(100))).not.toBe(other);
  });

  it('keys of paths are among them, once for all trees that share them', () => {
    const [a, b] = [heap(), heap()];
    const keys = pathKeysOf(a, UNWATCHED);
    const sort = { by: 'count', descending: true } as const;
    const page = { from: 0, count: 10 };
    for (const className of ['Item', 'list', 'window']) pathTreePage(a, { className, sort, page });
    limitKeptAnswers(keys.bytes * 1.5);
    expect(pathKeysOf(a, UNWATCHED)).toBe(keys);
    pathKeysOf(b, UNWATCHED);
    expect(pathKeysOf(a, UNWATCHED)).not.toBe(keys);
    expect(pathTreePage(a, { className: 'Item', sort, page }).rows[0]).toMatchObject({ count: 2 });
  });
});
