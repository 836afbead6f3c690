import type { NodeOrdinal, SnapshotId } from '../base/brand.js';
import type { Call } from '../base/call.js';
import type { Page, Slice } from '../model/page.js';
import type {
  ClassQuery,
  ClassRow,
  CutAnswer,
  DiffAnswer,
  DiffQuery,
  DominatorQuery,
  DominatorRow,
  MergedPath,
  NodeRow,
  ObjectQuery,
  PathQuery,
  PathTreeQuery,
  PathTreeRow,
  SnapshotSummary,
  StringQuery,
  StringRow,
} from '../model/snapshot-rows.js';

export type {
  Age,
  ClassFilter,
  ClassQuery,
  ClassRow,
  CutAnswer,
  DiffAnswer,
  DiffBy,
  DiffQuery,
  DiffRow,
  DominatorFilter,
  DominatorQuery,
  DominatorRow,
  MergedPath,
  NodeRow,
  ObjectFilter,
  ObjectQuery,
  PathQuery,
  PathStep,
  PathTreeQuery,
  PathTreeRow,
  SnapshotSummary,
  StringFilter,
  StringQuery,
  StringRow,
  Timings,
  WrittenAt,
} from '../model/snapshot-rows.js';

/** Everything the window may ask about a snapshot. Answers are pages, never the graph. What takes a `Call` can be cancelled. */
export interface SnapshotQueries {
  summary(snapshot: SnapshotId): Promise<SnapshotSummary>;
  classes(snapshot: SnapshotId, query: ClassQuery, call?: Call): Promise<Slice<ClassRow>>;
  diff(query: DiffQuery, call?: Call): Promise<DiffAnswer>;
  objects(snapshot: SnapshotId, query: ObjectQuery, call?: Call): Promise<Slice<NodeRow>>;
  paths(snapshot: SnapshotId, query: PathQuery, call?: Call): Promise<readonly MergedPath[]>;
  /** The same paths as one tree from the roots down, merged by class and name; a row opens by its `key`. */
  pathTree(snapshot: SnapshotId, query: PathTreeQuery, call?: Call): Promise<Slice<PathTreeRow>>;
  /** The dominator tree, a level at a time: what only this node, or the root, keeps alive. */
  dominators(snapshot: SnapshotId, query: DominatorQuery, call?: Call): Promise<Slice<DominatorRow>>;
  /** Names of the scripts in which its functions and classes were written, as the engine names them: URLs, paths. V8. */
  scripts(snapshot: SnapshotId): Promise<readonly string[]>;
  node(snapshot: SnapshotId, node: NodeOrdinal): Promise<NodeRow>;
  retainers(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  references(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  dominated(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  /** What would be freed if the edge (`NodeRow.edge.row`) that begins at `holder` were cut. */
  whatIfCut(snapshot: SnapshotId, holder: NodeOrdinal, edge: number): Promise<CutAnswer>;
  strings(snapshot: SnapshotId, query: StringQuery, call?: Call): Promise<Slice<StringRow>>;
}
