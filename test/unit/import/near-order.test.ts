import { expect, it } from 'vitest';
import { UNWATCHED } from '../../../shared/base/watch.js';
import { reordered } from '../../../shared/import/near-order.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { snapshotText } from '../../helpers/heapsnapshot-text.js';
import { readHeap } from '../../helpers/read-heap.js';

/** Every node by its id, with all that a row says, its edges leading to ids. */
function byId(graph: HeapGraph): unknown {
  const { id, strings, firstEdge, locations } = graph;
  const rows = Array.from({ length: graph.nodeCount }, (_, node) => ({
    id: id[node],
    name: strings.at(graph.name[node] ?? -1),
    of: [graph.nodeType[node], graph.selfSize[node], graph.detachedness?.[node], graph.traceNode?.[node]],
    edges: Array.from({ length: (firstEdge[node + 1] ?? 0) - (firstEdge[node] ?? 0) }, (_, i) => {
      const edge = (firstEdge[node] ?? 0) + i;
      return [graph.edgeType[edge], graph.edgeName[edge], id[graph.edgeTarget[edge] ?? -1]];
    }),
    lines: locations && Array.from(locations.line).filter((_, row) => locations.node[row] === node),
  }));
  return rows.sort((a, b) => Number(a.id) - Number(b.id));
}

it('moves rows and nothing else', () => {
  const graph = readHeap(snapshotText({ sections: { locations: '[7,1,10,2,14,1,20,4]' } }));
  const moved = reordered(graph, Uint32Array.of(0, 2, 1), UNWATCHED);
  expect(Array.from(moved.id)).toEqual([1, 5, 3]);
  expect(byId(moved)).toEqual(byId(graph));
  expect(Array.from(moved.locations?.node ?? [])).toEqual([1, 2]);
  expect(Array.from(moved.locations?.line ?? [])).toEqual([20, 10]);
});
