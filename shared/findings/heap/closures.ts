import { sameObjects } from '../../analysis/identity.js';
import { className } from '../../analysis/node-row.js';
import type { ClosureGroup } from '../../model/heap-evidence.js';
import { EdgeType, NodeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { classRows, follow, NOTHING, nameOf, nodesOf, reference } from './look.js';
import { turned } from './members.js';

const MOST = 12;
const LEAST = 10;
const MOST_VARIABLES = 8;

/** V8: new functions by the place in the source where they were written, the most first. */
export function closureGroups(
  base: HeapIndex,
  compared: HeapIndex,
  fresh: Uint8Array,
): readonly ClosureGroup[] {
  if (compared.graph.producer !== 'v8') return [];
  const { nodeCount, nodeType } = compared.graph;
  const groups = new Groups(compared);
  for (let node = 0; node < nodeCount; node++)
    if (fresh[node] === 1 && nodeType[node] === NodeType.closure) groups.add(node);
  const before = new Groups(base);
  if (groups.some)
    for (let node = 0; node < base.graph.nodeCount; node++)
      if (base.graph.nodeType[node] === NodeType.closure) before.add(node);
  return groups.facts(before);
}

/** V8: timers by the function that they call. */
export function timerGroups(base: HeapIndex, compared: HeapIndex): readonly ClosureGroup[] {
  if (compared.graph.producer !== 'v8') return [];
  const of = (index: HeapIndex): Groups => {
    const groups = new Groups(index);
    for (const timer of nodesOf(
      index,
      classRows(index, (name) => name === 'Timeout'),
    )) {
      const called = reference(index, timer, '_onTimeout');
      // One that was cleared calls nothing.
      if (called !== NOTHING && index.graph.nodeType[called] === NodeType.closure) groups.add(called, timer);
    }
    return groups;
  };
  return of(compared).facts(of(base), sameObjects(base, compared));
}

/** Where functions were written is a row of the table of locations, sorted by node. */
class Groups {
  readonly #groups = new Map<
    string,
    { readonly node: number; readonly row: number; readonly of: number[] }
  >();

  constructor(private readonly index: HeapIndex) {}

  get some(): boolean {
    return [...this.#groups.values()].some(({ of }) => of.length >= LEAST);
  }

  /** `of`: what is counted for the function. */
  add(node: number, of = node): void {
    const row = locationRow(this.index, node);
    const { locations } = this.index.graph;
    const key =
      row < 0 || !locations
        ? nameOf(this.index, node)
        : `${locations.script[row]}:${locations.line[row]}:${locations.column[row]}`;
    const group = this.#groups.get(key);
    if (group) group.of.push(of);
    else this.#groups.set(key, { node, row, of: [of] });
  }

  /** `same`: for each node of the heap before the same object in this one. */
  facts(before: Groups, same?: Int32Array): readonly ClosureGroup[] {
    return [...this.#groups]
      .filter(([, { of }]) => of.length >= LEAST)
      .sort(([, a], [, b]) => b.of.length - a.of.length)
      .slice(0, MOST)
      .map(([key, { node, row, of }]) => {
        const was = before.#groups.get(key)?.of ?? [];
        return { ...this.#told(node, row, of.length, was.length), ...(same && turned(was, of, same)) };
      });
  }

  #told(node: number, row: number, count: number, before: number): ClosureGroup {
    const { locations } = this.index.graph;
    const file = scriptFile(this.index, node);
    return {
      name: nameOf(this.index, node),
      count,
      before,
      ...(file !== undefined && { file }),
      ...(locations && row >= 0 && { line: locations.line[row] + 1, column: locations.column[row] }),
      context: contextOf(this.index, node),
    };
  }
}

function locationRow({ graph: { locations } }: HeapIndex, node: number): number {
  let low = 0;
  let high = (locations?.length ?? 0) - 1;
  while (locations && low <= high) {
    const middle = (low + high) >> 1;
    if (locations.node[middle] === node) return middle;
    if (locations.node[middle] < node) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A function's script is named in the heap: a path, or the address of a file. */
export function scriptFile(index: HeapIndex, closure: number): string | undefined {
  const shared = follow(index, closure, 'shared');
  if (shared === NOTHING) return undefined;
  const script = ['script', 'script_or_debug_script', 'debug_info']
    .map((name) => reference(index, shared, name))
    .find((node) => node !== NOTHING);
  const name = script === undefined ? NOTHING : reference(index, script, 'name');
  return name === NOTHING ? undefined : nameOf(index, name) || undefined;
}

function contextOf(index: HeapIndex, closure: number): ClosureGroup['context'] {
  const context = reference(index, closure, 'context');
  if (context === NOTHING || !className(index, context).startsWith('system / Context')) return [];
  const { firstEdge, edgeType, edgeTarget, edgeName, strings } = index.graph;
  const held: { name: string; retainedSize: number }[] = [];
  for (let edge = firstEdge[context]; edge < firstEdge[context + 1]; edge++)
    if (edgeType[edge] === EdgeType.context)
      held.push({
        name: strings.at(edgeName[edge]) ?? '',
        retainedSize: index.retainedSize[edgeTarget[edge]],
      });
  return held.sort((a, b) => b.retainedSize - a.retainedSize).slice(0, MOST_VARIABLES);
}
