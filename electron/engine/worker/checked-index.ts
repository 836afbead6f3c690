import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import type { Watch } from '../../../shared/base/watch.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { below, checkedGraph, isColumn, need, whole } from './checked-graph.js';

/**
 * An index whose columns came from a file, which lacks what is made when it is asked for. The graph must hold, or it is `damaged`; what was worked out from it
 * is a cache: where it is not whole, because an older program stored it, it is worked out again.
 */
export function checkedIndex(given: unknown, watch: Watch): HeapIndex {
  need(typeof given === 'object' && given !== null && 'graph' in given);
  const graph = checkedGraph(given.graph, watch);
  watch.progress(undefined, 'checking what was computed');
  if (!isWhole(given as HeapIndex)) return buildHeapIndex(graph, watch);
  // These no file has: what claims to be them is not.
  const { plain: _, shapes: __, retainers: ___, paths: ____, ...index } = given as HeapIndex;
  return index;
}

function isWhole(index: HeapIndex): boolean {
  const { graph, classNames } = index;
  const { nodeCount } = graph;
  const classes = Array.isArray(classNames) ? classNames.length : -1;
  return (
    isColumn(index.shallowSize, [Uint32Array, Float64Array], nodeCount) &&
    isColumn(index.distance, [Int32Array], nodeCount) &&
    isColumn(index.retainedSize, [Uint32Array, Float64Array], nodeCount) &&
    whole(index.retainedSize) &&
    (!index.detachedness || isColumn(index.detachedness, [Uint8Array], nodeCount)) &&
    isTree(index) &&
    isColumn(index.classOf, [Uint16Array, Uint32Array], nodeCount) &&
    below(index.classOf, classes) &&
    classNames.every((name) => typeof name === 'string') &&
    isColumn(index.classCount, [Uint32Array], classes) &&
    isColumn(index.classSelf, [Float64Array], classes) &&
    isColumn(index.classRetained, [Float64Array], classes) &&
    isColumn(index.classDistance, [Int32Array], classes)
  );
}

/** Every node of the order once, after its dominator: a walk to the root ends. */
function isTree({ graph: { nodeCount }, dominator, preorder }: HeapIndex): boolean {
  if (!isColumn(dominator, [Uint32Array], nodeCount)) return false;
  if (!(preorder instanceof Uint32Array) || preorder.length !== nodeCount || preorder[0] !== 0) return false;
  const seen = new Uint8Array(nodeCount);
  seen[0] = 1;
  for (let i = 1; i < preorder.length; i++) {
    const node = preorder[i];
    if (node >= nodeCount || seen[node] === 1) return false;
    const above = dominator[node];
    if (above >= nodeCount || seen[above] === 0) return false;
    seen[node] = 1;
  }
  return true;
}
