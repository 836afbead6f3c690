import { useCallback, useMemo, useRef, useState } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { NodeRow } from '../../../shared/api/snapshots.js';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import type { TreeLine } from '../../state/tree-lines.js';
import { useTree } from '../../state/use-tree.js';
import { useWorkspace } from '../../state/workspace.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { edgeText } from '../../widgets/path-text.js';
import { RUNTIME_ALONE } from '../../widgets/runtime-alone.js';
import { TreeGrid } from '../../widgets/tree-grid.js';
import { CutLine } from './cut-line.js';
import { nearest } from './nearest.js';
import { words } from './words.js';

export type Direction = 'retainers' | 'references' | 'dominated';

interface ObjectTreeProps {
  readonly snapshot: SnapshotId;
  readonly node: NodeOrdinal;
  readonly direction: Direction;
}

/** The shortest way to a root is opened by itself, at most so far. */
const MOST_AUTO = 12;

/** Who holds an object, what it refers to, or what it alone keeps alive; opened step by step. */
export function ObjectTree({ snapshot, node, direction }: ObjectTreeProps) {
  const { services } = useEngine();
  const { selection, tasks } = useWorkspace();
  const [at, setAt] = useState<number>();
  const distance = useRef(Number.POSITIVE_INFINITY);
  const ask = useCallback(
    async (row: NodeRow | undefined, page: Page) => {
      if (!row) {
        const own = await services.snapshots.node(snapshot, node);
        distance.current = own.distance < 0 ? Number.POSITIVE_INFINITY : own.distance;
      }
      return services.snapshots[direction](snapshot, row?.node ?? node, page);
    },
    [services, snapshot, node, direction],
  );
  /** Towards the roots: what is no nearer to one than the row it holds leads back, not up. */
  const opens = useCallback(
    (rows: readonly NodeRow[], key: string): number | undefined => {
      if (direction !== 'retainers' || key.split('/').length >= MOST_AUTO) return undefined;
      const index = nearest(rows);
      const row = rows[index];
      if (!row || row.distance >= distance.current || row.childCount === 0) return undefined;
      distance.current = row.distance;
      return row.distance <= 1 ? undefined : index;
    },
    [direction],
  );
  const tree = useTree({ ask, opens, tasks });
  const columns = useMemo(() => columnsOf(direction), [direction]);
  const chosen = at === undefined ? undefined : tree.lines[at];
  const holder = direction === 'retainers' && chosen?.kind === 'row' ? chosen.row : undefined;
  return (
    <>
      <TreeGrid<TreeLine<NodeRow>>
        label={words[direction]}
        columns={columns}
        tree={tree}
        rowHeight={22}
        selected={at}
        onSelect={setAt}
        onOpen={({ row }) => selection.pointAt(snapshot, row.node)}
      />
      {holder?.edge?.row !== undefined && (
        <CutLine
          key={`${snapshot} ${holder.edge.row}`}
          snapshot={snapshot}
          holder={holder.node}
          edge={holder.edge.row}
        />
      )}
    </>
  );
}

function columnsOf(direction: Direction): readonly GridColumn<TreeLine<NodeRow>>[] {
  const title =
    direction === 'retainers' ? words.heldBy : direction === 'references' ? words.refersTo : words.keeps;
  return [
    {
      id: 'name',
      title,
      width: 'minmax(120px, 1fr)',
      cell: (line) =>
        line.kind === 'row' && (
          <span className="cut mono">
            {line.row.edge && (
              <>
                <span className="edge">
                  {edgeText({ edge: line.row.edge.name, edgeType: line.row.edge.type })}
                </span>{' '}
                {direction === 'retainers' && <span className="about">{words.in} </span>}
              </>
            )}
            <Name text={line.row.label} limit={120} />
            {line.row.detached && <span className="badge badge-med"> {words.detached}</span>}
          </span>
        ),
    },
    {
      id: 'distance',
      title: words.distance,
      width: '38px',
      end: true,
      about: words.distanceAbout,
      cell: (line) =>
        line.kind === 'row' && (
          <span className="support">
            {line.row.distance < 0 || line.row.distance >= RUNTIME_ALONE ? '–' : line.row.distance}
          </span>
        ),
    },
    {
      id: 'retained',
      title: words.retained,
      width: '74px',
      end: true,
      about: words.retainedAbout,
      cell: (line) =>
        line.kind === 'row' &&
        (line.row.distance === 0 || line.row.type === 'synthetic' ? (
          <span className="badge">{words.root}</span>
        ) : (
          <span title={exactBytes(line.row.retainedSize)}>{sizeText(line.row.retainedSize)}</span>
        )),
    },
  ];
}
