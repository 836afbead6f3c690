import { Failure } from '../base/failure.js';
import { EDGE_TYPES } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { MergedPath, PathQuery, PathStep } from '../model/snapshot-rows.js';
import { classNamed } from './class-named.js';
import { idLookup, NOBODY, sameObjects } from './identity.js';
import { edgeLabel, nodeLabel } from './node-row.js';
import { PathKeys } from './path-keys.js';
import { NO_ROW, stepUp } from './steps-up.js';

/** A list of a million links has a path of a million steps: the middle of a longer one is left out. */
const MOST_STEPS = 64;
const ROOT = 0;

/**
 * The shortest retaining paths of the objects asked for, merged where they go through the same classes by the same
 * names ("merge shortest paths", Eclipse MAT): indices of lists and keys of large tables count as one. Most objects first.
 */
export function retainingPaths(
  index: HeapIndex,
  query: PathQuery,
  earlier?: HeapIndex,
): readonly MergedPath[] {
  const nodes = wantedNodes(index, query, earlier);
  const keys = new PathKeys(index);
  const keyOf = Uint32Array.from(nodes, (node) => keys.of(node));
  const count = new Uint32Array(keys.count + 1);
  const retained = new Float64Array(keys.count + 1);
  const first: number[] = [];
  keyOf.forEach((key, at) => {
    if (count[key]++ === 0) first.push(at);
    retained[key] += index.retainedSize[nodes[at]];
  });
  return first
    .sort((a, b) => count[keyOf[b]] - count[keyOf[a]] || retained[keyOf[b]] - retained[keyOf[a]] || a - b)
    .slice(0, query.limit)
    .map((at) => ({
      count: count[keyOf[at]],
      retainedSize: retained[keyOf[at]],
      steps: stepsTo(index, nodes[at]),
    }));
}

function wantedNodes(index: HeapIndex, query: PathQuery, earlier: HeapIndex | undefined): readonly number[] {
  const { graph, classOf } = index;
  if (query.node !== undefined) {
    if (query.node >= graph.nodeCount) throw nothingThere(`node ${query.node}`);
    return [query.node];
  }
  if (query.id !== undefined) {
    const node = idLookup(graph.id)(query.id);
    if (node === NOBODY) throw nothingThere(`@${query.id}`);
    return [node];
  }
  const row = classNamed(index, query.className ?? '');
  if (row < 0) throw nothingThere(query.className ?? '');
  const old = earlier && survivors(earlier, index);
  const found: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++)
    if (classOf[node] === row && index.shallowSize[node] > 0 && !old?.[node]) found.push(node);
  return found;
}

function survivors(earlier: HeapIndex, later: HeapIndex): Uint8Array {
  const old = new Uint8Array(later.graph.nodeCount);
  for (const node of sameObjects(earlier, later)) if (node !== NOBODY) old[node] = 1;
  return old;
}

function nothingThere(name: string): Failure {
  return new Failure(
    'no-such-object',
    `Nothing in this snapshot is called ${name.slice(0, 200)}.`,
    'leakscope heap shows the names of classes.',
  );
}

/** From the root down to the object. */
function stepsTo(index: HeapIndex, node: number): readonly PathStep[] {
  const { retainerNode, retainerEdge, graph } = index;
  const steps: PathStep[] = [];
  let at = node;
  for (;;) {
    const row = stepUp(index, at);
    steps.push({
      edge: row === NO_ROW ? '' : edgeLabel(index, retainerEdge[row]),
      edgeType: row === NO_ROW ? 'root' : EDGE_TYPES[graph.edgeType[retainerEdge[row]]],
      name: nodeLabel(index, at),
      ...(at !== ROOT && { id: graph.id[at] }),
    });
    // The root itself says nothing that its child does not.
    if (row === NO_ROW || retainerNode[row] === ROOT) break;
    at = retainerNode[row];
  }
  steps.reverse();
  if (steps.length <= MOST_STEPS) return steps;
  const half = MOST_STEPS / 2;
  const left = steps.length - MOST_STEPS;
  return [
    ...steps.slice(0, half),
    { edge: '…', edgeType: 'hidden', name: `${left} more steps` },
    ...steps.slice(-half),
  ];
}
