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
      return {
        text: text.slice(0, SHORTEST),
        count,
        saving,
        steps: stepsToMost(compared, copiesOf(compared, text)),
      };
    }),
  };
}

const sum = (rows: readonly { readonly saving: number }[]): number =>
  rows.reduce((total, { saving }) => total + saving, 0);

/** The way to those copies that are held in the way that most of some are: a few lie in constants or tables. */
function stepsToMost(index: HeapIndex, copies: readonly number[]): StringFacts['top'][number]['steps'] {
  const ways = new Map<string, { readonly steps: StringFacts['top'][number]['steps']; count: number }>();
  for (let at = 0; at < Math.min(LOOKED_AT, copies.length); at++) {
    const node = copies[Math.floor((at * copies.length) / LOOKED_AT)];
    const [path] = node === undefined ? [] : retainingPaths(index, { node: ordinal(node), limit: 1 });
    if (!path) continue;
    const [holder, last] = path.steps.slice(-2);
    const key = `${holder?.name}|${last?.edge.replace(/\d+/g, '#')}`;
    const known = ways.get(key);
    if (known) known.count++;
    else ways.set(key, { steps: path.steps, count: 1 });
  }
  return [...ways.values()].sort((a, b) => b.count - a.count)[0]?.steps ?? [];
}

const LOOKED_AT = 9;

/** Equal texts have one row in the table of strings. */
function copiesOf({ graph }: HeapIndex, text: string): readonly number[] {
  const { nodeCount, nodeType, name, strings } = graph;
  const found: number[] = [];
  let row = -1;
  for (let node = nodeCount - 1; node > 0; node--) {
    if (nodeType[node] !== NodeType.string) continue;
    // It is shown cut.
    if (row < 0 && strings.at(name[node])?.startsWith(text)) row = name[node];
    if (name[node] === row) found.push(node);
  }
  return found;
}
