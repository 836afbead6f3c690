import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { Slice } from '../../shared/model/page.js';
import type {
  DominatorRow,
  MergedPath,
  NodeRow,
  PathTreeRow,
  WrittenAt,
} from '../../shared/model/snapshot-rows.js';
import { original } from './original-places.js';

/** Answers about heaps, with the places of functions and classes where a person wrote them. */
export function originalRows(places: OriginalPlaces) {
  const placed = <Row extends { readonly place?: WrittenAt }>(row: Row): Row =>
    row.place ? { ...row, place: original(row.place, places) } : row;
  const each = <Row>(slice: Slice<Row>, change: (row: Row) => Row): Slice<Row> => ({
    ...slice,
    rows: slice.rows.map(change),
  });
  return {
    row: (row: NodeRow): NodeRow => placed(row),
    rows: (slice: Slice<NodeRow>): Slice<NodeRow> => each(slice, placed),
    paths: (paths: readonly MergedPath[]): readonly MergedPath[] =>
      paths.map((path) => ({ ...path, steps: path.steps.map(placed) })),
    tree: (slice: Slice<PathTreeRow>): Slice<PathTreeRow> =>
      each(slice, (row) => ({ ...row, example: placed(row.example) })),
    dominators: (slice: Slice<DominatorRow>): Slice<DominatorRow> =>
      each(slice, (row) => (row.object ? { ...row, object: placed(row.object) } : row)),
  };
}
