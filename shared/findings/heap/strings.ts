import { duplicateStrings } from '../../analysis/duplicate-strings.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { ordinal } from '../../base/brand.js';
import type { StringFacts } from '../../model/heap-evidence.js';
import { NodeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';

/** Texts that are added up: what more of them save is little. */
const TEXTS = 1000;
const SHOWN = 3;
const SHORTEST = 60;

/** What one copy of each text would save, before and now, with the holder of the texts that save most. */
export function stringFacts(base: HeapIndex, compared: HeapIndex): StringFacts | undefined {
  const { rows } = duplicateStrings(compared, { from: 0, count: TEXTS });
  if (rows.length === 0) return undefined;
  return {
    saving: sum(rows),
    before: sum(duplicateStrings(base, { from: 0, count: TEXTS }).rows),
    total: compared.retainedSize[0],
    top: rows.slice(0, SHOWN).map(({ text, count, saving }) => {
      const node = oneOf(compared, text);
      const [path] = node < 0 ? [] : retainingPaths(compared, { node: ordinal(node), limit: 1 });
      return { text: text.slice(0, SHORTEST), count, saving, steps: path?.steps ?? [] };
    }),
  };
}

const sum = (rows: readonly { readonly saving: number }[]): number =>
  rows.reduce((total, { saving }) => total + saving, 0);

function oneOf({ graph }: HeapIndex, text: string): number {
  const { nodeCount, nodeType, name, strings } = graph;
  let row = -1;
  // The last one: the first of many is often a constant of the code.
  for (let node = nodeCount - 1; node > 0; node--) {
    if (nodeType[node] !== NodeType.string) continue;
    if (row >= 0 ? name[node] === row : strings.at(name[node])?.startsWith(text)) return node;
    if (row < 0 && strings.at(name[node]) === text) row = name[node];
  }
  return -1;
}
