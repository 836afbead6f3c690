import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Page, Slice } from '../../../shared/api/page.js';
import type { ClassFilter, ClassRow, DiffRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { countText } from '../../../shared/base/quantity.js';
import { useEngine } from '../../connection/engine.js';
import { usePages } from '../../state/use-pages.js';
import { Button } from '../../widgets/button.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { sizeUnit } from '../../widgets/numbers.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { classColumns, diffColumns } from './class-columns.js';
import { type HeapLine, isDiffRow } from './heap-lines.js';
import { OwnFirst, type RowOrder, sortedBy } from './row-order.js';
import { useSlimColumns } from './use-slim-columns.js';
import { words } from './words.js';

interface GroupTableProps {
  readonly snapshot: SnapshotId;
  /** With it, what changed since. */
  readonly base: SnapshotId | undefined;
  readonly third: SnapshotId | undefined;
  readonly by: 'module' | 'package';
  /** What a row of `by` is called. */
  readonly title: string;
  readonly filter: ClassFilter;
  /** Shows the classes that a file or package defines. */
  readonly onOpen: (name: string) => void;
  readonly onClear: () => void;
}

const ROW = 23;
type Row = ClassRow | DiffRow;

/** The largest is first, or last, where one sorts by it; else the bars are of what is in sight. */
const changeOf = (row: Row | undefined): number => (row && isDiffRow(row) ? Math.abs(row.sizeDelta) : 0);
const SEEN = 40;

/** A snapshot, or what changed since another, by the files, or packages, that define the classes. A row opens to those. */
export function GroupTable({ snapshot, base, third, by, title, filter, onOpen, onClear }: GroupTableProps) {
  const { services } = useEngine();
  const [order, setOrder] = useState<RowOrder>({
    by: base ? 'sizeDelta' : 'retainedSize',
    descending: true,
    ...(base ? { ownFirst: true } : {}),
  });
  const [at, setAt] = useState<number>();
  const ask = useMemo(
    () =>
      (page: Page): Promise<Slice<Row>> => {
        const { ownFirst, ...sort } = order;
        return base
          ? services.snapshots.diff({
              ...{ base, compared: snapshot, by, filter, sort: sort as never, page },
              ...(third ? { third } : {}),
              ...(ownFirst ? { ownFirst } : {}),
            })
          : services.snapshots.classes(snapshot, { by, filter, sort: sort as never, page });
      },
    [services, snapshot, base, third, by, filter, order],
  );
  const pages = usePages<Row>(ask);
  const { row, total, trouble, ensure } = pages;
  const first = row(0);
  const most = Math.max(...Array.from({ length: SEEN }, (_, index) => changeOf(row(index))));
  const unit = sizeUnit(first && !isDiffRow(first) ? first.retainedSize : most);
  const columns = useSlimColumns(
    useMemo(
      () =>
        (base ? diffColumns(unit, { size: most, retained: 0 }, by) : classColumns(unit)).map(
          (column): GridColumn<HeapLine> => (column.id === 'name' ? { ...column, title } : column),
        ),
      [unit, title, base, most, by],
    ),
  );
  const line = (index: number): HeapLine | undefined => {
    const found = row(index);
    return found && { kind: 'class', row: found, open: false };
  };
  if (trouble) return <TroubleCard {...trouble} />;
  if (total === 0)
    return (
      <EmptyState icon={SearchX} title={words.noRows} text={words.noRowsAbout}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    );
  const chosen = at === undefined ? undefined : row(at)?.name;
  return (
    <>
      <Grid<HeapLine>
        label={title}
        columns={columns}
        count={total ?? 0}
        row={line}
        rowKey={(index) => index}
        rowHeight={() => ROW}
        sort={order}
        onSort={(id) => setOrder(sortedBy(order, id))}
        selected={at}
        onSelect={setAt}
        onOpen={(index) => {
          const found = row(index);
          if (found) onOpen(found.name);
        }}
        onVisible={ensure}
      />
      <p className="caveat about row">
        {base && <OwnFirst order={order} onChange={setOrder} of="places" />}
        <span className="grow">
          {(base ? words.groupDiffAbout : words.groupAbout)(countText(total ?? 0))}
        </span>
        <Button kind="bare" disabled={chosen === undefined} onClick={() => chosen && onOpen(chosen)}>
          {words.showClasses}
        </Button>
      </p>
    </>
  );
}
