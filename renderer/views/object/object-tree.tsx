import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { useWorkspace } from '../../state/workspace.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { exactBytes } from '../../widgets/numbers.js';
import { edgeText } from '../../widgets/path-text.js';
import { nearest } from './nearest.js';
import { type Branch, rowOf, type TreeLine, treeLines } from './node-tree.js';
import { words } from './words.js';

export type Direction = 'retainers' | 'references' | 'dominated';

interface ObjectTreeProps {
  readonly snapshot: SnapshotId;
  readonly node: NodeOrdinal;
  readonly direction: Direction;
}

const PAGE = 30;
/** The shortest way to a root is opened by itself, at most so far. */
const MOST_AUTO = 12;
/** From here on a distance is that of what only the runtime itself reaches (as in DevTools). */
const UNMEASURED = 1e8;

/** Who holds an object, what it refers to, or what it alone keeps alive; opened step by step. */
export function ObjectTree({ snapshot, node, direction }: ObjectTreeProps) {
  const { services } = useEngine();
  const { selection, tasks } = useWorkspace();
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<number>();
  const known = useRef(branches);
  known.current = branches;

  const fetchMore = useCallback(
    async (key: string, parent: NodeOrdinal, isCurrent: () => boolean): Promise<Branch | undefined> => {
      const before = known.current.get(key);
      try {
        const { total, rows } = await services.snapshots[direction](snapshot, parent, {
          from: before?.rows.length ?? 0,
          count: PAGE,
        });
        if (!isCurrent()) return undefined;
        const branch = { total, rows: [...(before?.rows ?? []), ...rows] };
        setBranches((was) => new Map(was).set(key, branch));
        return branch;
      } catch (error) {
        if (isCurrent()) tasks.fail(error);
        return undefined;
      }
    },
    [services, tasks, snapshot, direction],
  );

  const current = useRef(0);
  useEffect(() => {
    const turn = ++current.current;
    const isCurrent = (): boolean => turn === current.current;
    setBranches(new Map());
    known.current = new Map();
    setOpen(new Set());
    setAt(undefined);
    const begin = async (): Promise<void> => {
      let key = '';
      let parent = node;
      let distance = Number.POSITIVE_INFINITY;
      if (direction === 'retainers') {
        const own = await services.snapshots.node(snapshot, node).catch(() => undefined);
        if (own && own.distance >= 0) distance = own.distance;
      }
      for (let step = 0; step < MOST_AUTO; step++) {
        const branch = await fetchMore(key, parent, isCurrent);
        if (direction !== 'retainers' || !branch) return;
        // Towards the roots: the first retainer that is nearer to one.
        const index = nearest(branch.rows);
        const row = branch.rows[index];
        // What is no nearer to a root than the row it holds leads back, not up.
        if (!row || row.distance >= distance || row.childCount === 0) return;
        distance = row.distance;
        if (distance <= 1) return;
        if (step === MOST_AUTO - 1) return;
        key = key === '' ? String(index) : `${key}/${index}`;
        parent = row.node;
        const opened = key;
        setOpen((was) => new Set(was).add(opened));
      }
    };
    void begin();
    return () => {
      current.current++;
    };
  }, [services, snapshot, node, direction, fetchMore]);

  const lines = useMemo(() => treeLines(branches, open), [branches, open]);
  const always = (): boolean => true;
  const toggle = (index: number, isOpen: boolean): void => {
    const line = lines[index];
    if (line?.kind !== 'node') return;
    setOpen((was) => {
      const next = new Set(was);
      if (isOpen) next.add(line.key);
      else next.delete(line.key);
      return next;
    });
    if (isOpen && !branches.has(line.key)) void fetchMore(line.key, line.row.node, always);
  };
  const more = (key: string): void =>
    void fetchMore(key, key === '' ? node : (rowOf(branches, key)?.node ?? node), always);
  const columns = useMemo(() => columnsOf(direction), [direction]);
  return (
    <Grid<TreeLine>
      label={words[direction]}
      columns={columns}
      count={lines.length}
      row={(index) => lines[index]}
      rowKey={(index) => `${lines[index].kind} ${lines[index].key}`}
      rowHeight={() => 22}
      selected={at}
      onSelect={setAt}
      onOpen={(index) => {
        const line = lines[index];
        if (line?.kind === 'node') selection.pointAt(snapshot, line.row.node);
        if (line?.kind === 'more') more(line.key);
      }}
      onToggle={toggle}
      tree={{
        column: 'name',
        level: ({ level }) => level,
        isOpen: (line) => (line.kind === 'node' ? line.open : undefined),
      }}
      wide={(line) =>
        line.kind === 'more' ? (
          <span style={{ paddingInlineStart: 20 + line.level * 16 }}>
            {line.left === undefined ? (
              <span className="about">{words.loading}</span>
            ) : (
              <button type="button" className="link" onClick={() => more(line.key)}>
                {words.more(countText(line.left))}
              </button>
            )}
          </span>
        ) : undefined
      }
    />
  );
}

function columnsOf(direction: Direction): readonly GridColumn<TreeLine>[] {
  const title =
    direction === 'retainers' ? words.heldBy : direction === 'references' ? words.refersTo : words.keeps;
  return [
    {
      id: 'name',
      title,
      width: 'minmax(120px, 1fr)',
      cell: (line) =>
        line.kind === 'node' && (
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
        line.kind === 'node' && (
          <span className="support">
            {line.row.distance < 0 || line.row.distance >= UNMEASURED ? '–' : line.row.distance}
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
        line.kind === 'node' &&
        (line.row.distance === 0 || line.row.type === 'synthetic' ? (
          <span className="badge">{words.root}</span>
        ) : (
          <span title={exactBytes(line.row.retainedSize)}>{sizeText(line.row.retainedSize)}</span>
        )),
    },
  ];
}
