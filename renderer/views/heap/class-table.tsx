import { MapPinOff, SearchX } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { Page, Slice } from '../../../shared/api/page.js';
import type {
  ClassFilter,
  ClassRow,
  DiffAnswer,
  DiffBy,
  DiffQuery,
  DiffRow,
} from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { useSlim } from '../../state/use-narrow.js';
import { usePages } from '../../state/use-pages.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Caveat } from '../../widgets/caveat.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid } from '../../widgets/grid.js';
import { sizeUnit } from '../../widgets/numbers.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { classColumns, DiffTotals, diffColumns } from './class-columns.js';
import { type HeapLine, isDiffRow, lineCount, lineOf, type OpenedClass, placeOf } from './heap-lines.js';
import { MoreLine } from './more-line.js';
import { ObjectLine } from './object-line.js';
import { OwnFirst, type RowOrder, sortedBy } from './row-order.js';
import { useOpened } from './use-opened.js';
import { useSlimColumns } from './use-slim-columns.js';
import { words } from './words.js';

interface ClassTableProps {
  /** What a row of a comparison stands for; without a base, a class. */
  readonly by: DiffBy;
  readonly base?: SnapshotId;
  readonly compared: SnapshotId;
  readonly third?: SnapshotId;
  readonly filter: ClassFilter & { readonly only?: 'growing' | 'new' | 'deleted' };
  readonly onClear: () => void;
}

const ROW = 23;
type Row = ClassRow | DiffRow;
type Answer = Slice<Row> & Partial<Pick<DiffAnswer, 'totals' | 'caveat'>>;

/** Every class of a snapshot; with a base what changed in it, also by path or site. A row opens to its objects. */
export function ClassTable({ by, base, compared, third, filter, onClear }: ClassTableProps) {
  const { services } = useEngine();
  const { selection, heapView, layout } = useWorkspace();
  const diff = base !== undefined;
  const [sort, setSort] = useState<RowOrder>();
  const order = useMemo(
    (): RowOrder =>
      sort ?? {
        by: !diff ? 'retainedSize' : by === 'class' ? 'retainedDelta' : 'sizeDelta',
        descending: true,
        ownFirst: diff && by === 'class',
      },
    [sort, diff, by],
  );
  const [at, setAt] = useState<number>();
  const ask = useMemo(
    () =>
      (page: Page): Promise<Answer> => {
        const { only, ...plain } = filter;
        const { ownFirst, ...sort } = order;
        if (!base) return services.snapshots.classes(compared, { filter: plain, sort: sort as never, page });
        const query: DiffQuery = {
          base,
          compared,
          ...(third ? { third } : {}),
          by,
          filter: { ...plain, ...(only ? { only } : {}) },
          sort: sort as never,
          ...(ownFirst ? { ownFirst } : {}),
          page,
        };
        return services.snapshots.diff(query);
      },
    [services, by, base, compared, third, filter, order],
  );
  const pages = usePages<Row, Answer>(ask);
  const { opened, open, close, more, showAge } = useOpened(ask, compared, base, third, filter.className);
  const first = pages.row(0);
  const sizes = first && isDiffRow(first) ? largestChange(pages, 40) : { size: 0, retained: 0 };
  const unit = sizeUnit(
    first && !isDiffRow(first) ? first.retainedSize : Math.max(sizes.size, sizes.retained),
  );
  const slim = useSlim();
  const columns = useSlimColumns(
    useMemo(
      () =>
        diff ? diffColumns(unit, { size: sizes.size, retained: sizes.retained }, by) : classColumns(unit),
      [diff, by, unit, sizes.size, sizes.retained],
    ),
  );
  const line = (index: number): HeapLine | undefined => lineOf(index, opened, pages.row);
  const { ensure } = pages;
  const onVisible = useCallback(
    (from: number, to: number) => ensure(placeOf(from, opened).at, placeOf(to, opened).at),
    [ensure, opened],
  );
  const toggle = (index: number, isOpen: boolean): void => {
    const place = placeOf(index, opened);
    const row = pages.row(place.at);
    if (!isOpen) close(place.at);
    else if (row) open(place.at, row);
  };

  if (by === 'site' && pages.trouble?.code === 'no-sites')
    return (
      <EmptyState icon={MapPinOff} title={words.noSites} text={words.noSitesText}>
        <Button kind="main" onClick={() => heapView.change({ diffBy: undefined })}>
          {words.byClassAgain}
        </Button>
        <Button hint="4" onClick={() => layout.openPane('allocations')}>
          {words.toAllocations}
        </Button>
      </EmptyState>
    );
  if (pages.total === undefined && !pages.trouble)
    return (
      <p className="pane-opening about" role="status">
        {diff ? words.comparing : words.adding}
      </p>
    );
  if (pages.trouble) return <TroubleCard {...pages.trouble} />;
  if (pages.total === 0)
    return (
      <EmptyState icon={SearchX} title={words.noRows} text={words.noRowsAbout}>
        <Button onClick={onClear}>{words.clear}</Button>
      </EmptyState>
    );
  return (
    <>
      <Grid<HeapLine>
        label={words.rowsOf[by]}
        columns={columns}
        count={lineCount(pages.total ?? 0, opened)}
        row={line}
        rowKey={(index) => index}
        rowHeight={ROW}
        sort={order}
        onSort={(id) => setSort(sortedBy(order, id))}
        selected={at}
        onSelect={(index) => {
          setAt(index);
          const chosen = line(index);
          if (chosen?.kind === 'class' && by === 'class') selection.pointAtClass(chosen.row.name);
          if (chosen?.kind === 'object')
            selection.pointAt(
              chosen.row.age === 'deleted' && base ? base : compared,
              chosen.row.node,
              by === 'class' ? chosen.className : chosen.row.className,
            );
        }}
        onOpen={(index) => {
          const chosen = line(index);
          if (chosen?.kind === 'class') toggle(index, !chosen.open);
          if (chosen?.kind === 'more') more(chosen.opened);
        }}
        onToggle={toggle}
        tree={{
          column: 'name',
          level: (one) => (one.kind === 'class' ? 0 : 1),
          isOpen: (one) => (one.kind === 'class' ? one.open : undefined),
        }}
        rowClass={(one) => (one.kind === 'object' ? 'object-row' : undefined)}
        wide={(one) =>
          one.kind === 'object' ? (
            <ObjectLine row={one.row} />
          ) : one.kind === 'more' ? (
            <MoreLine
              opened={one.opened}
              onMore={() => more(one.opened)}
              onAll={
                by === 'class'
                  ? () =>
                      heapView.change({
                        table: 'objects',
                        text: '',
                        className: one.opened.name,
                        ...ageOf(one.opened),
                      })
                  : undefined
              }
              onAge={(age) => showAge(one.opened, age)}
            />
          ) : undefined
        }
        onVisible={onVisible}
        footer={
          pages.answer?.totals && (
            <DiffTotals answer={pages.answer as DiffAnswer} unit={unit} by={by} slim={slim}>
              {by === 'class' && <OwnFirst order={order} onChange={setSort} of="classes" />}
            </DiffTotals>
          )
        }
      />
      {pages.answer?.caveat && <Caveat text={pages.answer.caveat} />}
    </>
  );
}

/** What the table of objects goes on with. */
const ageOf = ({ age }: OpenedClass): { readonly only: 'new' | 'deleted' | undefined } => ({
  only: age === 'new' || age === 'deleted' ? age : undefined,
});

/** The largest changes among the first rows: what the bars are measured against. */
function largestChange(
  pages: { row(index: number): Row | undefined },
  rows: number,
): { readonly size: number; readonly retained: number } {
  let size = 0;
  let retained = 0;
  for (let index = 0; index < rows; index++) {
    const row = pages.row(index);
    if (!row || !isDiffRow(row)) break;
    size = Math.max(size, Math.abs(row.sizeDelta));
    retained = Math.max(retained, Math.abs(row.retainedDelta ?? 0));
  }
  return { size, retained };
}
