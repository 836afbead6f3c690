import type { NodeOrdinal, SnapshotId } from '../base/brand.js';
import type { Page, Slice } from '../model/page.js';
import type {
  ClassQuery,
  ClassRow,
  CutAnswer,
  DiffAnswer,
  DiffQuery,
  MergedPath,
  NodeRow,
  ObjectQuery,
  PathQuery,
  SnapshotSummary,
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
  MergedPath,
  NodeRow,
  ObjectQuery,
  PathQuery,
  PathStep,
  SnapshotSummary,
  StringRow,
  Timings,
} from '../model/snapshot-rows.js';

/** Everything the window may ask about a snapshot. Answers are pages, never the graph. */
export interface SnapshotQueries {
  summary(snapshot: SnapshotId): Promise<SnapshotSummary>;
  classes(snapshot: SnapshotId, query: ClassQuery): Promise<Slice<ClassRow>>;
  diff(query: DiffQuery): Promise<DiffAnswer>;
  objects(snapshot: SnapshotId, query: ObjectQuery): Promise<Slice<NodeRow>>;
  paths(snapshot: SnapshotId, query: PathQuery): Promise<readonly MergedPath[]>;
  node(snapshot: SnapshotId, node: NodeOrdinal): Promise<NodeRow>;
  retainers(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  references(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  dominated(snapshot: SnapshotId, node: NodeOrdinal, page: Page): Promise<Slice<NodeRow>>;
  /** What would be freed if the edge (`NodeRow.edge.row`) that begins at `holder` were cut. */
  whatIfCut(snapshot: SnapshotId, holder: NodeOrdinal, edge: number): Promise<CutAnswer>;
  strings(snapshot: SnapshotId, page: Page): Promise<Slice<StringRow>>;
}
