import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import type { Watch } from '../../../shared/base/watch.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { checkedGraph, need } from './checked-graph.js';

/** An index whose columns came from a file, checked; what does not hold is computed anew. */
export function checkedIndex(given: unknown, watch: Watch): HeapIndex {
  need(typeof given === 'object' && given !== null && 'graph' in given);
  return buildHeapIndex(checkedGraph(given.graph, watch), watch);
}
