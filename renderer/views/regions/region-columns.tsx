// biome-ignore-all lint/a11y/useSemanticElements: cells of a virtual grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus
import type { RegionAnswer, RegionRow } from '../../../shared/api/inventory.js';
import { countText } from '../../../shared/base/quantity.js';
import { isFile } from '../../../shared/model/region.js';
import { DeltaBar } from '../../widgets/delta-bar.js';
import type { GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { deltaInUnit, exactBytes, inUnit, type SizeUnit } from '../../widgets/numbers.js';
import { PathName } from '../../widgets/path-name.js';
import type { RegionLine } from './region-lines.js';
import { words } from './words.js';

export type By = 'name' | 'kind' | 'mapping';

const tone = (value: number): string => (value > 0 ? 'grew' : value < 0 ? 'shrank' : 'about');

/** `most` is the largest change on show, for the bars; undefined where nothing is compared. */
export function regionColumns(
  by: By,
  unit: SizeUnit,
  most: number | undefined,
): readonly GridColumn<RegionLine>[] {
  const size = (
    id: 'size' | 'rss' | 'pss' | 'uss' | 'swap' | 'huge',
    sortable = true,
  ): GridColumn<RegionLine> => ({
    id,
    title: `${words.columns[id]}, ${unit.name}`,
    width: id === 'rss' || id === 'size' ? '92px' : 'minmax(70px, 0.12fr)',
    end: true,
    sortable,
    about: words.about[id],
    cell: ({ row }) => ({
      text: inUnit(row[id], unit),
      title: exactBytes(row[id]),
      className: row[id] === 0 ? 'about' : undefined,
    }),
  });
  return [
    {
      id: 'name',
      title: words.columns.name,
      width: 'minmax(210px, 1fr)',
      sortable: true,
      cell: ({ row, level }) => <NameCell row={row} address={level === 1} by={by} />,
    },
    ...(by === 'mapping'
      ? [
          {
            id: 'start',
            title: words.columns.start,
            width: '112px',
            end: true,
            about: words.about.start,
            cell: ({ row }: RegionLine) => <span className="mono">{row.start?.toString(16)}</span>,
          },
        ]
      : []),
    by === 'mapping'
      ? {
          id: 'rights',
          title: words.columns.rights,
          width: '52px',
          about: words.about.rights,
          cell: ({ row }) => <span className="mono">{row.rights}</span>,
        }
      : {
          id: 'count',
          title: words.columns.count,
          width: '64px',
          end: true,
          sortable: true,
          about: words.about.count,
          cell: ({ row, level }) =>
            level === 1 ? <span className="mono about">{row.rights}</span> : countText(row.count),
        },
    size('size'),
    size('rss'),
    ...(most === undefined
      ? []
      : [
          {
            id: 'delta',
            title: `${words.columns.delta}, ${unit.name}`,
            width: 'minmax(120px, 0.3fr)',
            end: true,
            sortable: true,
            about: words.about.delta,
            cell: ({ row }: RegionLine) => {
              const delta = row.delta?.rss ?? 0;
              return (
                <>
                  <DeltaBar value={delta} most={most} />
                  <span className={`delta-number ${tone(delta)}`} title={exactBytes(delta)}>
                    {deltaInUnit(delta, unit)}
                  </span>
                </>
              );
            },
          },
        ]),
    size('pss'),
    size('uss'),
    size('swap'),
    size('huge', false),
  ];
}

function NameCell({
  row,
  address,
  by,
}: {
  readonly row: RegionRow;
  readonly address: boolean;
  readonly by: By;
}) {
  const { kind, name, start = 0, age } = row;
  const text = address ? start.toString(16) : by === 'kind' ? words.kinds[kind] : name || words.unnamed;
  return (
    <span className="row cut" title={`${words.kinds[kind]}: ${words.kindAbout[kind]}`}>
      {by !== 'kind' && !address && <span className={`region-kind region-${kind}`} aria-hidden />}
      {!address && by !== 'kind' && isFile(name) ? (
        <PathName path={name} className="mono" />
      ) : (
        <Name text={text} limit={200} className={by === 'kind' && !address ? 'cut' : 'cut mono'} />
      )}
      {age && (
        <span className={`region-age ${age === 'new' ? 'grew' : 'about'}`}>
          {age === 'new' ? words.fresh : words.gone}
        </span>
      )}
    </span>
  );
}

/** The last line: sums over all rows, in the order of the columns. */
export function RegionTotals({
  answer,
  by,
  unit,
  compared,
}: {
  readonly answer: RegionAnswer;
  readonly by: By;
  readonly unit: SizeUnit;
  readonly compared: boolean;
}) {
  const { totals } = answer;
  const sizes = ['pss', 'uss', 'swap', 'huge'] as const;
  const cell = (bytes: number, key: string) => (
    <span key={key} role="gridcell" className="number" title={exactBytes(bytes)}>
      {inUnit(bytes, unit)}
    </span>
  );
  return (
    <>
      <span role="gridcell" className="cut" title={words.about.count}>
        {words.totals(totals.count)}
      </span>
      {by === 'mapping' && <span role="gridcell" />}
      <span role="gridcell" className="number">
        {by === 'mapping' ? '' : countText(totals.count)}
      </span>
      {cell(totals.size, 'size')}
      {cell(totals.rss, 'rss')}
      {compared && (
        <span role="gridcell" className={`number ${tone(totals.delta?.rss ?? 0)}`}>
          {deltaInUnit(totals.delta?.rss ?? 0, unit)}
        </span>
      )}
      {sizes.map((id) => cell(totals[id], id))}
    </>
  );
}
