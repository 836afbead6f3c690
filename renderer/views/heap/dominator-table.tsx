import { SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { DominatorFilter, DominatorRow } from '../../../shared/api/snapshots.js';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import type { TreeLine } from '../../state/tree-lines.js';
import { useTree } from '../../state/use-tree.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import type { CellText } from '../../widgets/cell-text.js';
import { EmptyState } from '../../widgets/empty-state.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { objectId } from '../../widgets/object-id.js';
import { TreeGrid } from '../../widgets/tree-grid.js';
import { stepsText } from './steps-text.js';
import { useSlimColumns } from './use-slim-columns.js';
import { words } from './words.js';

/** A row, and the object that dominates it: absent for the root. */
type Row = DominatorRow & { readonly above?: NodeOrdinal };

interface DominatorTableProps {
  readonly snapshot: SnapshotId;
  /** One row for each class, instead of each object. */
  readonly byClass: boolean;
  readonly filter: DominatorFilter;
  readonly onClear: () => void;
}

/** What only one object keeps alive, from the roots down: rows of one level never share a byte. */
export function DominatorTable({ snapshot, byClass, filter, onClear }: DominatorTableProps) {
  const { services } = useEngine();
  const { selection, tasks } = useWorkspace();
  const [at, setAt] = useState<number>();
  const ask = useCallback(
    async (row: Row | undefined, page: Page) => {
      const above = row?.object ? row.object.node : row?.above;
      const isClass = row !== undefined && !row.object;
      const { total, rows } = await services.snapshots.dominators(snapshot, {
        ...(above === undefined ? {} : { node: above }),
        by: byClass && !isClass ? 'class' : 'object',
        ...(isClass ? { className: row.name } : {}),
        filter: row ? below(filter, isClass) : filter,
        sort: { by: 'retainedSize', descending: true },
        page,
      });
      return {
        total,
        rows: rows.map((one) => ({
          ...one,
          ...(above === undefined ? {} : { above }),
          // A class opens to its objects.
          childCount: one.object ? one.childCount : one.count,
        })),
      };
    },
    [services, snapshot, byClass, filter],
  );
  const tree = useTree<Row>({ ask, tasks });
  const first = tree.lines[0];
  const most = first?.kind === 'row' ? first.row.retainedSize : 0;
  const columns = useSlimColumns(useMemo(() => columnsOf(most, byClass), [most, byClass]));
  if (tree.total === 0)
    return (
      <EmptyState icon={SearchX} title={words.noObject} text={words.noRowsAbout}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    );
  return (
    <TreeGrid<TreeLine<Row>>
      label={words.dominators}
      columns={columns}
      tree={tree}
      rowHeight={23}
      selected={at}
      onSelect={(index) => {
        setAt(index);
        const line = tree.lines[index];
        if (line?.kind !== 'row') return;
        if (line.row.object) selection.pointAt(snapshot, line.row.object.node, line.row.object.className);
        else selection.pointAtClass(line.row.name);
      }}
      onOpen={({ open }, index) => {
        if (open !== undefined) tree.toggle(index, !open);
      }}
    />
  );
}

/** Of a class, the objects that its row counts; of an object, the level below, whatever was looked for above. */
function below({ text, className, ...rest }: DominatorFilter, isClass: boolean): DominatorFilter {
  if (!isClass) return rest;
  // The size was that of the class.
  return { text, className, maxDistance: rest.maxDistance };
}

/** Each size in a unit of its own: those of one level are as far apart as a heap and a string. */
function columnsOf(most: number, byClass: boolean): readonly GridColumn<TreeLine<Row>>[] {
  const size = (bytes: number): CellText => ({ text: sizeText(bytes), title: exactBytes(bytes) });
  return [
    {
      id: 'name',
      title: words.columns.object,
      width: 'minmax(180px, 1fr)',
      cell: (line) =>
        line.kind === 'row' && (
          <span className="cut mono">
            <Name text={line.row.name} limit={160} />
            {line.row.object && <span className="about"> {objectId(line.row.object.id)}</span>}
          </span>
        ),
    },
    byClass
      ? {
          id: 'count',
          title: words.columns.count,
          width: '80px',
          end: true,
          cell: (line) => line.kind === 'row' && !line.row.object && countText(line.row.count),
        }
      : {
          id: 'distance',
          title: words.columns.distance,
          width: '56px',
          end: true,
          about: words.about.ownDistance,
          cell: (line) =>
            line.kind === 'row' && line.row.object ? stepsText(line.row.object.distance) : undefined,
        },
    {
      id: 'self',
      title: words.columns.self,
      width: '92px',
      end: true,
      about: words.about.self,
      cell: (line) => (line.kind === 'row' ? size(line.row.selfSize) : undefined),
    },
    {
      id: 'retained',
      title: words.columns.retained,
      width: '160px',
      end: true,
      about: words.about.dominated,
      cell: (line) =>
        line.kind === 'row' && (
          <>
            <span
              className="share-bar"
              style={{ width: `${most > 0 ? (line.row.retainedSize / most) * 64 : 0}px` }}
            />
            <span className="delta-number" title={exactBytes(line.row.retainedSize)}>
              {sizeText(line.row.retainedSize)}
            </span>
          </>
        ),
    },
  ];
}
