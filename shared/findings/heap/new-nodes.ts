import { NOBODY } from '../../analysis/id-lookup.js';
import { sameObjects } from '../../analysis/identity.js';
import type { HeapIndex } from '../../model/heap-index.js';

/** 1 for each node of `compared` that is not in `base`. */
export function newNodes(base: HeapIndex, compared: HeapIndex): Uint8Array {
  const fresh = new Uint8Array(compared.graph.nodeCount).fill(1);
  for (const node of sameObjects(base, compared)) if (node !== NOBODY) fresh[node] = 0;
  return fresh;
}
