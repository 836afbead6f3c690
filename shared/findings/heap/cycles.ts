import { className, rawEdgeName } from '../../analysis/node-row.js';
import type { CycleGroup } from '../../model/heap-evidence.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { NodeFlag } from '../../model/python-heap-stream.js';

const MOST = 5;
const LEAST = 20;
/** Objects looked at for the shortest way back to where one began. */
const REACH = 3000;
/** Names that lead back to what holds: the edge to make weak. */
const BACK = /parent|owner|back|prev|root|self|container|manager|controller|callback|future|context/i;
/** Nobody writes a cycle of these. */
const PLAIN =
  /^(dict|list|tuple|set|cell|function|frame|traceback|type|method|builtin_function_or_method|getset_descriptor|module|weakref.*)$/;

/** CPython: new objects that no root reaches and the collector has not met, by class, with one of their cycles. */
export function cycleGroups(base: HeapIndex, compared: HeapIndex, fresh: Uint8Array): readonly CycleGroup[] {
  const { graph, classOf, classNames, shallowSize } = compared;
  if (graph.producer !== 'cpython' || !graph.flags) return [];
  const counts = new Map<number, { count: number; first: number }>();
  let bytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!unreachable(compared, node) || fresh[node] === 0) continue;
    bytes += shallowSize[node];
    const known = counts.get(classOf[node]);
    if (known) known.count++;
    else counts.set(classOf[node], { count: 1, first: node });
  }
  const before = new Map<string, number>();
  for (let node = 0; node < base.graph.nodeCount; node++)
    if (unreachable(base, node)) {
      const name = className(base, node);
      before.set(name, (before.get(name) ?? 0) + 1);
    }
  return [...counts]
    .filter(([, { count }]) => count >= LEAST)
    .sort(([a, x], [b, y]) => plain(classNames[a]) - plain(classNames[b]) || y.count - x.count)
    .flatMap(([row, { count, first }]) => {
      const members = cycleAt(compared, first);
      if (members.length === 0) return [];
      const className = classNames[row];
      return [
        { className, count, before: before.get(className) ?? 0, bytes, members, weak: weakest(members) },
      ];
    })
    .slice(0, MOST);
}

const plain = (name: string): number => (PLAIN.test(name) ? 1 : 0);

const unreachable = ({ graph }: HeapIndex, node: number): boolean =>
  ((graph.flags?.[node] ?? 0) & NodeFlag.unreachable) !== 0;

/** The shortest way from an object back to itself, through what no root reaches. Empty where there is none near. */
function cycleAt(index: HeapIndex, start: number): CycleGroup['members'] {
  const { firstEdge, edgeTarget, edgeType } = index.graph;
  const from = new Map<number, { node: number; edge: number }>();
  const queue = [start];
  for (let at = 0; at < queue.length && at < REACH; at++)
    for (let edge = firstEdge[queue[at]]; edge < firstEdge[queue[at] + 1]; edge++) {
      const target = edgeTarget[edge];
      if (edgeType[edge] === EdgeType.weak || !unreachable(index, target)) continue;
      if (target === start) return wayBack(index, from, queue[at], edge, start);
      if (from.has(target)) continue;
      from.set(target, { node: queue[at], edge });
      queue.push(target);
    }
  return [];
}

function wayBack(
  index: HeapIndex,
  from: ReadonlyMap<number, { readonly node: number; readonly edge: number }>,
  last: number,
  closing: number,
  start: number,
): CycleGroup['members'] {
  const steps = [{ node: last, edge: closing }];
  for (let at = last; at !== start; ) {
    const step = from.get(at);
    if (!step) break;
    steps.push(step);
    at = step.node;
  }
  // Lists and namespaces on the way belong to the attribute that leads to them.
  return steps
    .reverse()
    .map(({ node, edge }) => ({ className: className(index, node), edge: String(rawEdgeName(index, edge)) }))
    .reduce<{ className: string; edge: string }[]>((members, { className: name, edge }) => {
      const before = members.at(-1);
      if (before && /^(list|dict|tuple|set)$/.test(name))
        before.edge = before.edge === '__dict__' || /^\d+$/.test(before.edge) ? edge : before.edge;
      else members.push({ className: name, edge });
      return members;
    }, []);
}

function weakest(members: CycleGroup['members']): number {
  const named = members.findIndex(({ edge }) => BACK.test(edge));
  return named >= 0 ? named : members.length - 1;
}
