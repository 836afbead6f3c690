import { NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Page, Slice } from '../model/page.js';
import type { StringRow } from '../model/snapshot-rows.js';

const SHOWN = 300;

interface Copies {
  count: number;
  size: number;
  largest: number;
}

/** Texts that are in the heap more than once, what one copy of each would save first. */
export function duplicateStrings({ graph, shallowSize }: HeapIndex, { from, count }: Page): Slice<StringRow> {
  const { nodeType, name, strings } = graph;
  const found = new Map<number, Copies>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (nodeType[node] !== NodeType.string || shallowSize[node] === 0) continue;
    const copies = found.get(name[node]) ?? { count: 0, size: 0, largest: 0 };
    copies.count++;
    copies.size += shallowSize[node];
    copies.largest = Math.max(copies.largest, shallowSize[node]);
    found.set(name[node], copies);
  }
  const rows = [...found]
    .filter(([, copies]) => copies.count > 1)
    .sort((a, b) => saving(b[1]) - saving(a[1]) || a[0] - b[0]);
  return {
    total: rows.length,
    rows: rows.slice(from, from + count).map(([row, copies]) => ({
      text: (strings.at(row) ?? '').slice(0, SHOWN),
      count: copies.count,
      size: copies.size,
      saving: saving(copies),
    })),
  };
}

const saving = ({ size, largest }: Copies): number => size - largest;
