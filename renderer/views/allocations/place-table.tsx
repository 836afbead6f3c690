import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { byPlace } from '../../../shared/analysis/allocations/by-place.js';
import {
  type FrameGroups,
  frameGroups,
  type PlaceKind,
} from '../../../shared/analysis/allocations/frame-groups.js';
import { printable } from '../../../shared/base/printable.js';
import { countText } from '../../../shared/base/quantity.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { Calls } from '../../calls/calls-of.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import { EmptyState } from '../../widgets/empty-state.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { deltaInUnit, exactBytes, inUnit, type SizeUnit, sizeUnit } from '../../widgets/numbers.js';
import { callName, placeText, shareText, wholePlace } from './call-figures.js';
import { words } from './words.js';

interface PlaceTableProps {
  readonly calls: Calls;
  readonly kind: PlaceKind;
  /** By frame: only places with a frame of these. */
  readonly matched?: Uint8Array;
  readonly selected?: number;
  /** Only what a narrow place has room for. */
  readonly narrow?: boolean;
  /** A frame that stands for the chosen place. */
  readonly onSelect: (frame: number) => void;
  readonly onOpen: (frame: number) => void;
}

/** A row of the columns of `byPlace`; made for what is in sight alone. */
interface Row {
  readonly place: number;
}
const ROW = 23;

/** Sums by function, line, file, module or package. */
export function PlaceTable({ calls, kind, matched, selected, narrow, onSelect, onOpen }: PlaceTableProps) {
  const { tree, measure, all } = calls;
  const groups = useMemo(() => frameGroups(tree.frames, kind), [tree.frames, kind]);
  const figures = useMemo(() => byPlace(tree, groups, measure), [tree, groups, measure]);
  const delta = (place: number): number => figures.total[place] - (figures.baseTotal?.[place] ?? 0);
  const compared = figures.baseTotal !== undefined;
  const [sort, setSort] = useState<{ by: string; descending: boolean }>();
  const order = sort ?? { by: compared ? 'delta' : 'self', descending: true };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the figures stand for all that is read of them
  const rows = useMemo(() => {
    const labels = kind === 'thread' || kind === 'type';
    const there = keptPlaces(groups, figures.calls, matched).filter(
      (place) => !labels || groups.name[place] !== '',
    );
    const value: Readonly<Record<string, (place: number) => number>> = {
      self: (place) => figures.self[place],
      total: (place) => figures.total[place],
      share: (place) => figures.total[place],
      count: (place) => figures.count[place],
      calls: (place) => figures.calls[place],
      delta,
    };
    const of = value[order.by];
    const sign = order.descending ? -1 : 1;
    return of
      ? there.sort((a, b) => sign * (of(a) - of(b)) || a - b)
      : there.sort((a, b) => sign * groups.name[a].localeCompare(groups.name[b]) || a - b);
  }, [groups, figures, kind, matched, order.by, order.descending]);
  const [largest, mostDelta] = useMemo(() => {
    let [total, change] = [0, 0];
    for (const place of rows) {
      total = Math.max(total, figures.total[place]);
      change = Math.max(change, Math.abs(figures.total[place] - (figures.baseTotal?.[place] ?? 0)));
    }
    return [total, change];
  }, [rows, figures]);
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
      width: 'minmax(180px, 1fr)',
      sortable: true,
      cell: ({ place }) => <PlaceName tree={tree} groups={groups} place={place} kind={kind} />,
    },
    ...(narrow
      ? []
      : [
          column('calls', words.columns.calls, '72px', (place) => (
            <span className="about">{countText(figures.calls[place])}</span>
          )),
          column('count', words.columns.count, '92px', (place) => countText(figures.count[place])),
        ]),
    column('self', named(words.columns.self), '96px', (place) => amount(figures.self[place])),
    column('total', named(words.columns.total), '96px', (place) => amount(figures.total[place])),
    ...(narrow
      ? []
      : [
          {
            id: 'share',
            title: words.columns.share,
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
            width: 'minmax(120px, 0.3fr)',
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
  const chosen = selected === undefined ? -1 : rows.indexOf(groups.group[selected]);
  return (
    <Grid<Row>
      label={words.columns[kind]}
      columns={columns}
      count={rows.length}
      row={(index) => ({ place: rows[index] })}
      rowKey={(index) => rows[index]}
      rowHeight={ROW}
      sort={order}
      onSort={(by) => setSort({ by, descending: order.by === by ? !order.descending : by !== 'name' })}
      selected={chosen < 0 ? undefined : chosen}
      onSelect={(index) => onSelect(groups.frame[rows[index]])}
      onOpen={(index) => onOpen(groups.frame[rows[index]])}
    />
  );
}

function keptPlaces({ count, group }: FrameGroups, calls: Uint32Array, matched?: Uint8Array): number[] {
  const kept = new Uint8Array(count);
  for (let frame = 0; frame < group.length; frame++)
    if (!matched || matched[frame] === 1) kept[group[frame]] = 1;
  const rows: number[] = [];
  for (let place = 0; place < count; place++) if (kept[place] === 1 && calls[place] > 0) rows.push(place);
  return rows;
}

function PlaceName({
  tree,
  groups,
  place,
  kind,
}: {
  readonly tree: CallTree;
  readonly groups: FrameGroups;
  readonly place: number;
  readonly kind: PlaceKind;
}) {
  const frame = groups.frame[place];
  if (kind !== 'function' && kind !== 'line')
    return (
      <bdi className="cut mono" title={printable(groups.name[place], 1000)}>
        {printable(groups.name[place], 300) || words.anonymous}
      </bdi>
    );
  const line = kind === 'line' ? tree.frames.line[frame] : 0;
  return (
    // What scrolls holds something that can have the focus.
    <span className="cut" title={wholePlace(tree, frame)} tabIndex={-1}>
      <bdi className="mono">{callName(tree, frame)}</bdi>{' '}
      {tree.frames.name[frame] && tree.frames.file[frame] && (
        <bdi className="mono about">
          {placeText(tree.frames.file[frame], line || tree.frames.line[frame])}
        </bdi>
      )}
    </span>
  );
}
