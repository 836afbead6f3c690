import { Failure } from '../base/failure.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { PathQuery } from '../model/snapshot-rows.js';
import { agesOf, NodeAge } from './ages.js';
import { classMembers } from './class-members.js';
import { classNamed } from './class-named.js';
import { idLookup, NOBODY } from './id-lookup.js';

/** The heaps that say which objects of a class are meant: those that are new since `earlier`, and still in `later`. */
export interface Beside {
  readonly earlier?: HeapIndex;
  readonly later?: HeapIndex;
}

/** What paths are asked for: one object by its row or its id, or all of a class, in the order of the graph. Throws a Failure where there is none. */
export function wantedObjects(
  index: HeapIndex,
  query: Pick<PathQuery, 'node' | 'id' | 'className' | 'newSince'>,
  { earlier, later }: Beside = {},
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
  const { rows } = classMembers(index, row, watch);
  if (!earlier) return rows;
  const ages = agesOf(earlier, index, later, watch);
  return rows.filter((node) => ages[node] === NodeAge.fresh);
}

function nothingThere(name: string): Failure {
  return new Failure(
    'no-such-object',
    `Nothing in this snapshot is called ${name.slice(0, 200)}.`,
    'leakscope heap shows the names of classes.',
  );
}
