import { closeSync, openSync, writeSync } from 'node:fs';
import { readChunks } from '../../../electron/engine/worker/read-chunks.js';
import { writeHeapSnapshot } from '../../../shared/format/heapsnapshot-writer.js';
import { ALL_IMPORTERS } from '../../../shared/import/all-importers.js';
import { sniffingReader } from '../../../shared/import/sniffing-reader.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';

/** node shuffle.mjs IN OUT: the same heap with its nodes in random order, the root first: no neighbour is near any more. */
const [, , source = '', target = ''] = process.argv;
const graph = readChunks(source, (size) => sniffingReader(ALL_IMPORTERS, { size }));
const file = openSync(target, 'w');
writeHeapSnapshot(shuffled(graph), (chunk) => {
  for (let at = 0; at < chunk.length; ) at += writeSync(file, chunk, at);
});
closeSync(file);

function shuffled(graph: HeapGraph): HeapGraph {
  const { nodeCount, edgeCount, firstEdge } = graph;
  const order = randomOrder(nodeCount);
  const place = new Uint32Array(nodeCount);
  for (let at = 0; at < nodeCount; at++) place[order[at]] = at;
  const moved = <Column extends Uint8Array | Uint32Array | Float64Array>(column: Column): Column => {
    const next = column.slice() as Column;
    for (let at = 0; at < nodeCount; at++) next[at] = column[order[at]];
    return next;
  };
  const first = new Uint32Array(nodeCount + 1);
  const edgeType = new Uint8Array(edgeCount);
  const edgeName = new Uint32Array(edgeCount);
  const edgeTarget = new Uint32Array(edgeCount);
  let row = 0;
  for (let at = 0; at < nodeCount; at++) {
    for (let edge = firstEdge[order[at]]; edge < firstEdge[order[at] + 1]; edge++, row++) {
      edgeType[row] = graph.edgeType[edge];
      edgeName[row] = graph.edgeName[edge];
      edgeTarget[row] = place[graph.edgeTarget[edge]];
    }
    first[at + 1] = row;
  }
  return {
    producer: graph.producer,
    nodeCount,
    edgeCount,
    nodeType: moved(graph.nodeType),
    name: moved(graph.name),
    id: moved(graph.id),
    selfSize: moved(graph.selfSize),
    ...(graph.detachedness && { detachedness: moved(graph.detachedness) }),
    firstEdge: first,
    edgeType,
    edgeName,
    edgeTarget,
    strings: graph.strings,
  };
}

/** Fisher and Yates, the same order in every run. */
function randomOrder(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, at) => at);
  let seed = 12345;
  for (let at = count - 1; at > 1; at--) {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    const other = 1 + Math.floor((seed / 4294967296) * at);
    [order[at], order[other]] = [order[other] as number, order[at] as number];
  }
  return order;
}
