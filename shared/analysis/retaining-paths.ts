import { UNWATCHED, type Watch } from '../base/watch.js';
import { EDGE_TYPES } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { MergedPath, PathQuery, PathStep } from '../model/snapshot-rows.js';
import { nodePlace } from './node-places.js';
import { edgeLabel, nodeLabel } from './node-row.js';
import { pathKeysOf } from './path-keys.js';
import { poll } from './poll.js';
import { edgeUp, holderUp, NO_STEP } from './steps-up.js';
import { type Beside, wantedObjects } from './wanted-objects.js';
import { whatIfCut } from './what-if-cut.js';

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
  beside?: Beside,
  watch: Watch = UNWATCHED,
): readonly MergedPath[] {
  const nodes = wantedObjects(index, query, beside, watch);
  const keys = pathKeysOf(index, watch);
  const keyOf = new Uint32Array(nodes.length);
  for (let at = 0; at < nodes.length; at++) {
    poll(watch, at, nodes.length, 'paths');
    keyOf[at] = keys.of(nodes[at], watch);
  }
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
      steps: stepsTo(index, nodes[at], query.freed === true, watch),
    }));
}

/** From the root down to the object. */
function stepsTo(index: HeapIndex, node: number, freed: boolean, watch: Watch): readonly PathStep[] {
  const way: number[] = [];
  for (let at = node; ; ) {
    poll(watch, way.length + 1, 0, 'paths');
    way.push(at);
    const holder = holderUp(index, at);
    // The root itself says nothing that its child does not.
    if (holder === NO_STEP || holder === ROOT) break;
    at = holder;
  }
  way.reverse();
  const step = (at: number): PathStep => stepOf(index, at, freed, watch);
  const left = way.length - MOST_STEPS;
  if (left <= 0) return way.map(step);
  const half = MOST_STEPS / 2;
  return [
    ...way.slice(0, half).map(step),
    { edge: '…', edgeType: 'hidden', name: `${left} more steps` },
    ...way.slice(-half).map(step),
  ];
}

function stepOf(index: HeapIndex, at: number, freed: boolean, watch: Watch): PathStep {
  const { graph } = index;
  const edge = edgeUp(index, at);
  const place = graph.locations && nodePlace(graph, at);
  return {
    edge: edge === NO_STEP ? '' : edgeLabel(index, edge),
    edgeType: edge === NO_STEP ? 'root' : EDGE_TYPES[graph.edgeType[edge]],
    name: nodeLabel(index, at),
    ...(at !== ROOT && { id: graph.id[at] }),
    ...(place && { place }),
    ...(freed && edge !== NO_STEP && { freed: whatIfCut(index, holderUp(index, at), edge, watch) }),
  };
}
