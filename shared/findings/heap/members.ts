import { NOBODY } from '../../analysis/id-lookup.js';
import { className, nodeLabel, rawEdgeName } from '../../analysis/node-row.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { NOTHING, reference } from './look.js';

/** What the runtime hangs on every object, and nobody puts in. */
const NOT_PUT_IN = /^(map|__proto__|properties|elements|table|hash|\((class|type)\)|__class__)$/;

/** The table of a Map or Set; anything else holds by itself. */
export function tableOf(index: HeapIndex, node: number): number {
  const table = /^(Map|Set)$/.test(className(index, node)) ? reference(index, node, 'table') : NOTHING;
  return table === NOTHING ? node : table;
}

/** The objects that a collection holds, each once. */
export function membersOf(index: HeapIndex, collection: number): ReadonlySet<number> {
  const of = tableOf(index, collection);
  const { firstEdge, edgeType, edgeTarget } = index.graph;
  const members = new Set<number>();
  for (let edge = firstEdge[of]; edge < firstEdge[of + 1]; edge++) {
    if (edgeType[edge] === EdgeType.weak) continue;
    if (edgeType[edge] !== EdgeType.element && NOT_PUT_IN.test(String(rawEdgeName(index, edge)))) continue;
    members.add(edgeTarget[edge]);
  }
  return members;
}

/** Whether what a collection held stayed in it: of a leak all does, of a cache at its bound or a queue much goes. */
export interface Turnover {
  readonly kept: number;
  readonly gone: number;
}

/** `same`: for each node of `base` the same object in `compared`, or NOBODY. */
export function turnover(
  {
    base,
    compared,
    same,
  }: { readonly base: HeapIndex; readonly compared: HeapIndex; readonly same: Int32Array },
  before: number,
  now: number,
): Turnover {
  if (before === NOTHING || now === NOTHING) return { kept: 0, gone: 0 };
  const members = membersOf(compared, now);
  let kept = 0;
  let gone = 0;
  for (const member of membersOf(base, before)) {
    const still = same[member];
    if (still !== NOBODY && members.has(still)) kept++;
    else gone++;
  }
  return { kept, gone };
}

/** The same of nodes that no collection holds together: of those of `before`, how many are among those now. */
export function turned(before: readonly number[], now: readonly number[], same: Int32Array): Turnover {
  const there = new Set(now);
  const kept = before.filter((node) => there.has(same[node])).length;
  return { kept, gone: before.length - kept };
}

/** How much a collection holds: its named and numbered references; of a table without such, all of them. */
export function entriesOf(index: HeapIndex, node: number): number {
  const of = tableOf(index, node);
  const { firstEdge, edgeType } = index.graph;
  let named = 0;
  for (let edge = firstEdge[of]; edge < firstEdge[of + 1]; edge++)
    if (edgeType[edge] === EdgeType.property || edgeType[edge] === EdgeType.element) named++;
  if (named > 0) return named;
  return of === node
    ? firstEdge[of + 1] - firstEdge[of]
    : rowsOf(index, of, className(index, node) === 'Map' ? 3 : 2);
}

/**
 * V8's tables of Maps and Sets are rows of a key, a value (of a Map) and the number of the next row: as many rows as
 * one of these columns has objects. What was deleted is a hole.
 */
function rowsOf(index: HeapIndex, table: number, columns: number): number {
  const { firstEdge, edgeTarget } = index.graph;
  const found = new Float64Array(columns);
  for (let edge = firstEdge[table]; edge < firstEdge[table + 1]; edge++) {
    const at = Number(rawEdgeName(index, edge));
    if (Number.isInteger(at) && !HOLE.test(nodeLabel(index, edgeTarget[edge]))) found[at % columns]++;
  }
  return Math.max(...found);
}

const HOLE = /hole|^system \/ Oddball/i;
