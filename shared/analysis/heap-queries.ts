import { type NodeOrdinal, ordinal, type SnapshotId } from '../base/brand.js';
import { Failure } from '../base/failure.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { Page } from '../model/page.js';
import type {
  ClassQuery,
  DiffQuery,
  DominatorQuery,
  ObjectQuery,
  PathQuery,
  PathTreeQuery,
  StringQuery,
} from '../model/snapshot-rows.js';
import { classSites } from './class-places.js';
import { classPage } from './class-rows.js';
import { dominatedPage, dominatorPage } from './dominator-rows.js';
import { duplicateStrings } from './duplicate-strings.js';
import { heapDiff } from './heap-diff.js';
import { scriptNames } from './node-places.js';
import { nodeRow } from './node-row.js';
import { objectPage, referencePage, retainerPage } from './object-rows.js';
import { pathTreePage } from './path-tree.js';
import { retainingPaths } from './retaining-paths.js';
import { type Beside, wantedObjects } from './wanted-objects.js';
import { whatIfCut } from './what-if-cut.js';

/** Every question of `SnapshotQueries` but `summary`, answered at once by whoever holds the indexes. */
export function heapQueries(lookup: (snapshot: SnapshotId) => HeapIndex, watch: Watch = UNWATCHED) {
  const optional = (snapshot: SnapshotId | undefined): HeapIndex | undefined =>
    snapshot === undefined ? undefined : lookup(snapshot);
  const beside = ({ newSince, stillIn }: Pick<PathQuery, 'newSince' | 'stillIn'>): Beside => ({
    earlier: optional(newSince),
    later: newSince === undefined ? undefined : optional(stillIn),
  });
  const within = (index: HeapIndex, node: NodeOrdinal): NodeOrdinal => {
    if (node < index.graph.nodeCount) return node;
    throw new Failure('no-such-object', `This snapshot has no node ${node}.`);
  };
  return {
    classes: (snapshot: SnapshotId, query: ClassQuery) => classPage(lookup(snapshot), query, watch),
    diff: (query: DiffQuery) =>
      heapDiff(lookup(query.base), lookup(query.compared), optional(query.third), query, watch),
    objects: (snapshot: SnapshotId, query: ObjectQuery) =>
      objectPage(lookup(snapshot), query, optional(query.base), optional(query.third), watch),
    paths: (snapshot: SnapshotId, query: PathQuery) =>
      retainingPaths(lookup(snapshot), query, beside(query), watch),
    pathTree: (snapshot: SnapshotId, query: PathTreeQuery) =>
      pathTreePage(lookup(snapshot), query, beside(query), watch),
    dominators: (snapshot: SnapshotId, query: DominatorQuery) => {
      const index = lookup(snapshot);
      if (query.node !== undefined) within(index, query.node);
      if (query.id === undefined) return dominatorPage(index, query, watch);
      const [node] = Array.from(wantedObjects(index, { id: query.id }), ordinal);
      return dominatorPage(index, { ...query, node }, watch);
    },
    scripts: (snapshot: SnapshotId) =>
      [...new Set(Array.from(scriptNames(lookup(snapshot).graph), ([, name]) => name))].filter(Boolean),
    node: (snapshot: SnapshotId, node: NodeOrdinal) => {
      const index = lookup(snapshot);
      return nodeRow(index, within(index, node));
    },
    retainers: (snapshot: SnapshotId, node: NodeOrdinal, page: Page) => {
      const index = lookup(snapshot);
      return retainerPage(index, within(index, node), page, watch);
    },
    references: (snapshot: SnapshotId, node: NodeOrdinal, page: Page) => {
      const index = lookup(snapshot);
      return referencePage(index, within(index, node), page);
    },
    dominated: (snapshot: SnapshotId, node: NodeOrdinal, page: Page) => {
      const index = lookup(snapshot);
      return dominatedPage(index, within(index, node), page, watch);
    },
    whatIfCut: (snapshot: SnapshotId, holder: NodeOrdinal, edge: number) => {
      const index = lookup(snapshot);
      return whatIfCut(index, within(index, holder), edge, watch);
    },
    classSites: (snapshot: SnapshotId) => {
      const index = lookup(snapshot);
      return index.graph.producer === 'v8' ? classSites(index, watch) : [];
    },
    strings: (snapshot: SnapshotId, query: StringQuery) => duplicateStrings(lookup(snapshot), query, watch),
  };
}
