import { columnF64, columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Page, Slice } from '../model/page.js';
import type { StringRow } from '../model/snapshot-rows.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';

const SHOWN = 300;

/** Texts that are in the heap more than once, what one copy of each would save first. */
export function duplicateStrings(
  index: HeapIndex,
  { from, count }: Page,
  watch: Watch = UNWATCHED,
): Slice<StringRow> {
  const { rows, copies, size, largest } = copiesOf(index, watch);
  return {
    total: rows.length,
    rows: Array.from(rows.subarray(from, from + count), (row) => ({
      text: (index.graph.strings.at(row) ?? '').slice(0, SHOWN),
      count: copies[row],
      size: size[row],
      saving: size[row] - largest[row],
    })),
  };
}

interface Copies {
  /** Rows of the string table, in order; the columns have a row a string. */
  readonly rows: Uint32Array;
  readonly copies: Uint32Array;
  readonly size: Float64Array;
  readonly largest: Float64Array;
}

function copiesOf(index: HeapIndex, watch: Watch): Copies {
  return keptAnswer(index, 'copies', () => counted(index, watch));
}

function counted({ graph, shallowSize }: HeapIndex, watch: Watch): Copies {
  const { nodeCount, nodeType, name, strings } = graph;
  const copies = columnU32(strings.length);
  const size = columnF64(strings.length);
  const largest = columnF64(strings.length);
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'strings');
    const bytes = shallowSize[node];
    if (nodeType[node] !== NodeType.string || bytes === 0) continue;
    const row = name[node];
    copies[row]++;
    size[row] += bytes;
    if (bytes > largest[row]) largest[row] = bytes;
  }
  let total = 0;
  const several = new Uint32Array(strings.length);
  for (let row = 0; row < several.length; row++) if (copies[row] > 1) several[total++] = row;
  const rows = several.slice(0, total).sort((a, b) => size[b] - largest[b] - (size[a] - largest[a]) || a - b);
  return { rows, copies, size, largest };
}
