import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { PlaceKind } from '../../../shared/analysis/allocations/frame-groups.js';
import { PLACE_COLUMNS, type PlaceSort } from '../../../shared/analysis/allocations/sorted-places.js';
import { printable } from '../../../shared/base/printable.js';
import { countText } from '../../../shared/base/quantity.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import { pageShaper } from '../../calls/page-shaper.js';
import { useAsked } from '../../state/use-asked.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { deltaInUnit, exactBytes, inUnit, type SizeUnit, sizeUnit } from '../../widgets/numbers.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { callName, placeBeside, shareText, wholePlace } from './call-figures.js';
import type { ShownCalls } from './use-shown-calls.js';
import { words } from './words.js';

interface PlaceTableProps {
  readonly shown: ShownCalls;
  readonly kind: PlaceKind;
  /** Only places with a frame that it finds; empty for all. */
  readonly search: string;
  readonly selected?: number;
  /** Only what a narrow place has room for. */
  readonly narrow?: boolean;
  /** A frame that stands for the chosen place. */
  readonly onSelect: (frame: number) => void;
  readonly onOpen: (frame: number) => void;
}

/** A row of the columns of the worker's answer; made for what is in sight alone. */
interface Row {
  readonly place: number;
}
const ROW = 23;

/** Sums by function, line, file, module or package. */
export function PlaceTable({ shown, kind, search, selected, narrow, onSelect, onOpen }: PlaceTableProps) {
  const { tree: given, shape, upright } = shown;
  const { tree, measure, all } = upright;
  const [sort, setSort] = useState<PlaceSort>();
  const order = useMemo(
    (): PlaceSort => sort ?? { by: upright.base ? 'delta' : 'self', descending: true },
    [sort, upright.base],
  );
  const ask = useMemo(
    () => async (signal: AbortSignal) => ({
      ...(await pageShaper().places(given, shape, { by: kind, sort: order, text: search }, { signal })),
      of: upright,
    }),
    [given, shape, kind, order, search, upright],
  );
  const { value, trouble } = useAsked(ask);
  if (trouble) return <TroubleCard {...trouble} />;
  // Rows of other calls are others; an order that is on its way leaves the last one there.
  if (!value || value.of !== upright || value.by !== kind)
    return (
      <p className="pane-opening about" role="status">
        {words.working}
      </p>
    );
  const { rows, figures, largest, mostDelta } = value;
  const delta = (place: number): number => figures.total[place] - (figures.baseTotal?.[place] ?? 0);
  const compared = figures.baseTotal !== undefined;
  const unit: SizeUnit | undefined = measure === 'bytes' ? sizeUnit(largest) : undefined;
  const amount = (value: number) =>
    unit ? <span title={exactBytes(value)}>{inUnit(value, unit)}</span> : countText(value);
  const named = (title: string): string => (unit ? `${title}, ${unit.name}` : title);
  const column = (
    id: 'self' | 'total' | 'count' | 'calls',
    title: string,
    width: string,
    cell: (place: number) => React.ReactNode,
  ): GridColumn<Row> => ({
    id,
    title,
    width,
    end: true,
    sortable: true,
    about: words.about[id],
    cell: (row) => cell(row.place),
  });
  const columns: readonly GridColumn<Row>[] = [
    {
      id: 'name',
      title: words.columns[kind],
      width: narrow ? 'minmax(110px, 1fr)' : 'minmax(180px, 1fr)',
      sortable: true,
      cell: ({ place }) => (
        <PlaceName tree={tree} frame={value.frame[place]} name={value.name?.[place]} kind={kind} />
      ),
    },
    ...(narrow
      ? []
      : [
          column('calls', words.columns.calls, '72px', (place) => (
            <span className="about">{countText(figures.calls[place])}</span>
          )),
          column('count', words.columns.count, '92px', (place) => countText(figures.count[place])),
        ]),
    ...(narrow && compared
      ? []
      : [
          column('self', named(words.columns.self), narrow ? '76px' : '96px', (place) =>
            amount(figures.self[place]),
          ),
        ]),
    column('total', named(words.columns.total), narrow ? '76px' : '96px', (place) =>
      amount(figures.total[place]),
    ),
    ...(narrow
      ? []
      : [
          {
            id: 'share',
            title: words.columns.share,
            about: words.about.share,
            width: '68px',
            end: true,
            sortable: true,
            cell: ({ place }: Row) => (
              <span className="support">{shareText(all > 0 ? figures.total[place] / all : 0)}</span>
            ),
          },
        ]),
    ...(compared
      ? [
          {
            id: 'delta',
            title: named(words.columns.delta),
            width: narrow ? '108px' : 'minmax(120px, 0.3fr)',
            end: true,
            sortable: true,
            about: words.about.delta,
            cell: ({ place }: Row) => {
              const value = delta(place);
              const tone = value > 0 ? 'grew' : value < 0 ? 'shrank' : 'about';
              return (
                <>
                  <DeltaBar value={value} most={mostDelta} />
                  <span className={`delta-number ${tone}`} title={exactBytes(value)}>
                    {unit ? deltaInUnit(value, unit) : countText(value)}
                  </span>
                </>
              );
            },
          },
        ]
      : []),
  ];
  if (rows.length === 0) return <EmptyState icon={SearchX} title={words.noMatch} text={words.search} />;
  const chosen = selected === undefined ? -1 : rows.indexOf(value.group[selected]);
  return (
    <Grid<Row>
      label={words.columns[kind]}
      columns={columns}
      count={rows.length}
      row={(index) => ({ place: rows[index] })}
      rowKey={(index) => rows[index]}
      rowHeight={ROW}
      sort={order}
      onSort={(id) => {
        const by = PLACE_COLUMNS.find((column) => column === id);
        if (by) setSort({ by, descending: order.by === by ? !order.descending : by !== 'name' });
      }}
      selected={chosen < 0 ? undefined : chosen}
      onSelect={(index) => onSelect(value.frame[rows[index]])}
      onOpen={(index) => onOpen(value.frame[rows[index]])}
    />
  );
}

function PlaceName({
  tree,
  frame,
  name,
  kind,
}: {
  readonly tree: CallTree;
  readonly frame: number;
  /** Of places that are no function. */
  readonly name?: string;
  readonly kind: PlaceKind;
}) {
  if (kind !== 'function' && kind !== 'line')
    return (
      <bdi className="cut mono" title={printable(name ?? '', 1000) || words.noFileAbout}>
        {printable(name ?? '', 300) || <span className="about">{words.noFile}</span>}
      </bdi>
    );
  const beside = placeBeside(tree, frame);
  return (
    // What scrolls holds something that can have the focus.
    <span className="cut" title={wholePlace(tree, frame)} tabIndex={-1}>
      <bdi className="mono">{callName(tree, frame)}</bdi>{' '}
      {beside && <bdi className="mono about">{beside}</bdi>}
    </span>
  );
}
