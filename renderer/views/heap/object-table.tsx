import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Page } from '../../../shared/api/page.js';
import type { Age, NodeRow, ObjectQuery } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { sizeText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { usePages } from '../../state/use-pages.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import type { CellText } from '../../widgets/cell-text.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { nameText } from '../../widgets/name-text.js';
import { exactBytes } from '../../widgets/numbers.js';
import { objectId } from '../../widgets/object-id.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { AGE_TONES } from './object-line.js';
import { stepsText } from './steps-text.js';
import { useSlimColumns } from './use-slim-columns.js';
import { words } from './words.js';

interface ObjectTableProps {
  readonly snapshot: SnapshotId;
  /** With it rows have an age: new, in both, or gone. */
  readonly base?: SnapshotId;
  readonly third?: SnapshotId;
  readonly age?: Age;
  readonly asked: Pick<ObjectQuery, 'className' | 'text' | 'filter'>;
  readonly onClear: () => void;
}

/** Every object of a snapshot by itself, of whatever class; with a base those that came, stayed or went. */
export function ObjectTable({ snapshot, base, third, age, asked, onClear }: ObjectTableProps) {
  const { services } = useEngine();
  const { selection } = useWorkspace();
  const [sort, setSort] = useState<ObjectQuery['sort']>({ by: 'retainedSize', descending: true });
  const [at, setAt] = useState<number>();
  const ask = useMemo(
    () => (page: Page) =>
      services.snapshots.objects(snapshot, { ...asked, ...(base && { base, third, age }), sort, page }),
    [services, snapshot, base, third, age, asked, sort],
  );
  const pages = usePages<NodeRow>(ask);
  const columns = useSlimColumns(base ? DIFF_COLUMNS : COLUMNS);
  if (pages.trouble) return <TroubleCard {...pages.trouble} />;
  if (pages.total === 0)
    return (
      <EmptyState icon={SearchX} title={words.noObject} text={words.noRowsAbout}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    );
  return (
    <Grid<NodeRow>
      label={words.objects}
      columns={columns}
      count={pages.total ?? 0}
      row={pages.row}
      rowKey={(index) => index}
      rowHeight={23}
      sort={sort}
      onSort={(id) => {
        const by = id as ObjectQuery['sort']['by'];
        setSort({ by, descending: sort.by === by ? !sort.descending : by !== 'distance' });
      }}
      selected={at}
      onSelect={(index) => {
        setAt(index);
        const row = pages.row(index);
        if (row) selection.pointAt(row.age === 'deleted' && base ? base : snapshot, row.node, row.className);
      }}
      onVisible={pages.ensure}
    />
  );
}

const size = (bytes: number): CellText => ({ text: sizeText(bytes), title: exactBytes(bytes) });

const COLUMNS: readonly GridColumn<NodeRow>[] = [
  {
    id: 'name',
    title: words.columns.object,
    width: 'minmax(180px, 1fr)',
    cell: ({ label, id }) => nameText(`${label.slice(0, 160)} ${objectId(id)}`, 200, 'mono'),
  },
  {
    id: 'class',
    title: words.columns.name,
    width: 'minmax(80px, 200px)',
    cell: ({ className }) => nameText(className, 100, 'support'),
  },
  {
    id: 'distance',
    title: words.columns.distance,
    width: '56px',
    end: true,
    sortable: true,
    about: words.about.ownDistance,
    cell: ({ distance }) => stepsText(distance),
  },
  {
    id: 'selfSize',
    title: words.columns.self,
    width: '92px',
    end: true,
    sortable: true,
    about: words.about.ownSelf,
    cell: ({ selfSize }) => size(selfSize),
  },
  {
    id: 'retainedSize',
    title: words.columns.retained,
    width: '104px',
    end: true,
    sortable: true,
    about: words.about.ownRetained,
    cell: ({ retainedSize }) => size(retainedSize),
  },
];

const DIFF_COLUMNS: readonly GridColumn<NodeRow>[] = [
  COLUMNS[0],
  {
    id: 'age',
    title: words.columns.age,
    width: '76px',
    about: words.about.age,
    cell: ({ age }) => age && <span className={`badge ${AGE_TONES[age]}`}>{age}</span>,
  },
  ...COLUMNS.slice(1),
];
