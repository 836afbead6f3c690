import { Failure } from '../base/failure.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { PathQuery } from '../model/snapshot-rows.js';
import { classMembers } from './class-members.js';
import { classNamed } from './class-named.js';
import { idLookup, NOBODY } from './id-lookup.js';
import { sameObjects } from './identity.js';

/** What paths are asked for: one object by its row or its id, or all of a class, in the order of the graph. Throws a Failure where there is none. */
export function wantedObjects(
  index: HeapIndex,
  query: Pick<PathQuery, 'node' | 'id' | 'className' | 'newSince'>,
  earlier: HeapIndex | undefined,
  watch: Watch = UNWATCHED,
): ArrayLike<number> {
  const { graph } = index;
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
  const members = classMembers(index, row, watch);
  if (!earlier) return members;
  const old = survivors(earlier, index);
  return members.filter((node) => old[node] === 0);
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
