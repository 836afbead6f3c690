import { columnF64, columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Slice } from '../model/page.js';
import type { StringFilter, StringQuery, StringRow } from '../model/snapshot-rows.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';
import { RowList } from './row-list.js';
import { textMatch } from './text-match.js';
import { topRows } from './top-rows.js';

const SHOWN = 300;

/** Texts that are in the heap more than once, what one copy of each would save first, or in another order. */
export function duplicateStrings(
  index: HeapIndex,
  { from, count, filter, sort = { by: 'saving', descending: true } }: StringQuery,
  watch: Watch = UNWATCHED,
): Slice<StringRow> {
  const all = copiesOf(index, watch);
  const { copies, size, saving } = all;
  const rows = filter ? some(index, all, filter, watch) : all.rows;
  const column = { count: copies, size, saving }[sort.by];
  return {
    total: rows.length,
    rows: topRows(rows, column, sort.descending, { from, count }, watch).map((row) => ({
      text: (index.graph.strings.at(row) ?? '').slice(0, SHOWN),
      count: copies[row],
      size: size[row],
      saving: saving[row],
    })),
  };
}

interface Copies {
  /** Rows of the string table; the columns have a row a string. */
  readonly rows: RowList;
  readonly copies: Uint32Array;
  readonly size: Float64Array;
  readonly saving: Float64Array;
}

function some(
  index: HeapIndex,
  { rows, copies, size }: Copies,
  { text, minSize = 0, minCount = 0 }: StringFilter,
  watch: Watch,
): RowList {
  const found = (): RowList => {
    const matches = textMatch(text);
    let looked = 0;
    return new RowList(
      rows.rows.filter((row) => {
        poll(watch, looked++, rows.length, 'strings');
        if (size[row] < minSize || copies[row] < minCount) return false;
        return !text || matches(index.graph.strings.at(row) ?? '');
      }),
    );
  };
  // The next page, or another order, asks for the same.
  return keptAnswer(index, `copies ${JSON.stringify([text, minSize, minCount])}`, found);
}

function copiesOf(index: HeapIndex, watch: Watch): Copies {
  return keptAnswer(index, 'copies', () => counted(index, watch));
}

function counted({ graph, shallowSize }: HeapIndex, watch: Watch): Copies {
  const { nodeCount, nodeType, name, strings } = graph;
  const copies = columnU32(strings.length);
  const size = columnF64(strings.length);
  // The largest of them until all are met.
  const saving = columnF64(strings.length);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'strings');
    const bytes = shallowSize[node];
    if (nodeType[node] !== NodeType.string || bytes === 0) continue;
    const row = name[node];
    copies[row]++;
    size[row] += bytes;
    if (bytes > saving[row]) saving[row] = bytes;
  }
  let total = 0;
  const several = new Uint32Array(strings.length);
  for (let row = 0; row < several.length; row++) {
    saving[row] = size[row] - saving[row];
    if (copies[row] > 1) several[total++] = row;
  }
  return { rows: new RowList(several.slice(0, total)), copies, size, saving };
}
