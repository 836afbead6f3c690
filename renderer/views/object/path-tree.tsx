import { useCallback, useState } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { PathTreeRow } from '../../../shared/api/snapshots.js';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import type { TreeLine } from '../../state/tree-lines.js';
import { useTree } from '../../state/use-tree.js';
import { useWorkspace } from '../../state/workspace.js';
import { CopyButton } from '../../widgets/copy-button.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { edgeText, pathText } from '../../widgets/path-text.js';
import { TreeGrid } from '../../widgets/tree-grid.js';
import { words } from './words.js';

interface PathTreeProps {
  readonly snapshot: SnapshotId;
  readonly className?: string;
  readonly node?: NodeOrdinal;
  readonly newSince?: SnapshotId;
  /** With `newSince`: only what this one still has. */
  readonly stillIn?: SnapshotId;
}

/** So many steps open by themselves, while nearly all goes the same way. */
const MOST_AUTO = 16;
const NEARLY_ALL = 0.8;

/** The shortest ways from the roots to the objects of a class, as one tree with how many go each way. */
export function PathTree({ snapshot, className, node, newSince, stillIn }: PathTreeProps) {
  const { services } = useEngine();
  const { selection, tasks } = useWorkspace();
  const [at, setAt] = useState<number>();
  const ask = useCallback(
    async (row: PathTreeRow | undefined, page: Page) => {
      const asked = {
        ...(node === undefined ? { className } : { node }),
        ...(row ? { key: row.key } : {}),
        sort: { by: 'retainedSize', descending: true },
        page,
      } as const;
      if (!newSince || node !== undefined) return services.snapshots.pathTree(snapshot, asked);
      const found = await services.snapshots.pathTree(snapshot, {
        ...asked,
        newSince,
        ...(stillIn && { stillIn }),
      });
      // Of a class that only holds what grew there is nothing new.
      return found.total > 0 || row ? found : services.snapshots.pathTree(snapshot, asked);
    },
    [services, snapshot, className, node, newSince, stillIn],
  );
  const opens = useCallback((rows: readonly PathTreeRow[], key: string): number | undefined => {
    const [first] = rows;
    if (!first || first.childCount === 0 || key.split('/').length >= MOST_AUTO) return undefined;
    const all = rows.reduce((sum, { count }) => sum + count, 0);
    return first.count >= all * NEARLY_ALL ? 0 : undefined;
  }, []);
  const tree = useTree({ ask, opens, tasks });
  /** The way to the chosen line, or to the last one that opened by itself. */
  const way = (): string => {
    const last =
      (at === undefined ? undefined : tree.lines[at]) ?? tree.lines.findLast(({ kind }) => kind === 'row');
    if (last?.kind !== 'row') return '';
    const steps = tree.lines.filter(
      (line) => line.kind === 'row' && (last.key === line.key || last.key.startsWith(`${line.key}/`)),
    );
    return pathText(
      steps.flatMap((line) =>
        line.kind === 'row'
          ? [
              {
                edge: line.row.edge,
                edgeType: line.row.edgeType,
                name: line.row.className,
                id: line.row.example.id,
              },
            ]
          : [],
      ),
    );
  };
  if (tree.total === 0) return <p className="object-note about">{words.noPaths}</p>;
  return (
    <>
      <div className="row path-tree-bar">
        <span className="about grow cut">{words.pathTreeAbout}</span>
        <CopyButton text={way}>{words.copyPath}</CopyButton>
      </div>
      <TreeGrid<TreeLine<PathTreeRow>>
        label={words.paths}
        columns={COLUMNS}
        tree={tree}
        rowHeight={22}
        deepest={14}
        selected={at}
        onSelect={setAt}
        onOpen={({ row }) => selection.pointAt(snapshot, row.example.node)}
      />
    </>
  );
}

const COLUMNS: readonly GridColumn<TreeLine<PathTreeRow>>[] = [
  {
    id: 'name',
    title: words.wayFromRoots,
    width: 'minmax(120px, 1fr)',
    cell: (line) =>
      line.kind === 'row' && (
        <span className="cut mono">
          {line.row.edge !== '' && (
            <span className="edge">{edgeText({ edge: line.row.edge, edgeType: line.row.edgeType })} </span>
          )}
          <Name text={line.row.className} limit={120} className={line.row.ends > 0 ? 'strong' : undefined} />
        </span>
      ),
  },
  {
    id: 'count',
    title: words.leadsTo,
    width: '64px',
    end: true,
    about: words.leadsToAbout,
    cell: (line) => line.kind === 'row' && countText(line.row.count),
  },
  {
    id: 'retained',
    title: words.retained,
    width: '74px',
    end: true,
    about: words.pathRetainedAbout,
    cell: (line) =>
      line.kind === 'row' && (
        <span title={exactBytes(line.row.retainedSize)}>{sizeText(line.row.retainedSize)}</span>
      ),
  },
];
