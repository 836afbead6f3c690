// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is a treegrid or a grid
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: both roles have all of them
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import { gridKey } from './grid-keys.js';
import { GridRow } from './grid-row.js';
import { RowPlaces } from './row-places.js';
import { useRowSlots } from './use-row-slots.js';
import './grid.css';

export interface GridColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** A track of CSS grid: `80px`, `minmax(120px, 1fr)`. */
  readonly width: string;
  readonly end?: boolean;
  readonly sortable?: boolean;
  /** Definition, unit and method, on hover of the head. */
  readonly about?: string;
  cell(row: Row, index: number): ReactNode;
}

export interface GridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly count: number;
  /** Undefined while the row is on its way. */
  row(index: number): Row | undefined;
  rowKey(index: number): string | number;
  /** Pixels: of every row, or by row where they differ. */
  readonly rowHeight: number | ((index: number) => number);
  readonly sort?: { readonly by: string; readonly descending: boolean };
  readonly onSort?: (by: string) => void;
  readonly selected?: number;
  readonly onSelect?: (index: number) => void;
  /** Enter or double click; `alone` with Shift. */
  readonly onOpen?: (index: number, alone: boolean) => void;
  readonly onToggle?: (index: number, open: boolean) => void;
  /** The column that carries the tree: depth and whether it is open. Absent, a plain grid. */
  readonly tree?: { readonly column: string; level(row: Row): number; isOpen(row: Row): boolean | undefined };
  /** In place of the cells: a card, a link to more. */
  readonly wide?: (row: Row, index: number) => ReactNode | undefined;
  readonly rowClass?: (row: Row) => string | undefined;
  readonly onVisible?: (from: number, to: number) => void;
  readonly onKey?: (event: KeyboardEvent, index: number | undefined) => void;
  readonly footer?: ReactNode;
}

/** Rows of which only those in sight exist; a tree where `tree` says so. One focus stop, arrows inside. */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, columns, count, selected, sort, tree, rowHeight, onVisible } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const places = useMemo(() => new RowPlaces(count, rowHeight), [count, rowHeight]);
  const slots = useRowSlots(scroller, places);
  const { first, last, begin } = slots;
  /** Only a row that is there can be pointed at. */
  const chosen = selected !== undefined && slots.row.includes(selected);
  useEffect(() => {
    if (last >= first) onVisible?.(first, last);
  }, [onVisible, first, last]);

  const choose = (index: number): void => {
    props.onSelect?.(index);
    const body = scroller.current;
    if (body) body.scrollTop = places.inSight(index, body.scrollTop, body.clientHeight);
  };
  const isOpen = (index: number): boolean | undefined => {
    const row = props.row(index);
    return row && tree ? tree.isOpen(row) : undefined;
  };
  const tracks = useMemo(() => columns.map(({ width }) => width).join(' '), [columns]);
  const inOrder = slots.row.map((_, at) => (begin + at) % slots.row.length);

  return (
    <div
      className="grid"
      role={tree ? 'treegrid' : 'grid'}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-activedescendant={chosen ? `${id}-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={(event) => {
        gridKey(event, { count, selected, choose, isOpen, onOpen: props.onOpen, onToggle: props.onToggle });
        props.onKey?.(event, selected);
      }}
    >
      <div
        className="grid-row grid-head"
        role="row"
        aria-rowindex={1}
        style={{ gridTemplateColumns: tracks }}
      >
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={props.onSort} />
        ))}
      </div>
      {/* Rows of a tree have twigs to reach; without them what scrolls must be reached itself. */}
      <div ref={scroller} className="grid-body" role="rowgroup" tabIndex={tree ? undefined : 0}>
        <div role="presentation" className="grid-rows" style={{ height: places.total }}>
          {inOrder.map((slot) => {
            const index = slots.row[slot];
            return index < 0 ? undefined : (
              <GridRow
                key={slot}
                grid={props as unknown as GridProps<unknown>}
                id={`${id}-${index}`}
                index={index}
                top={places.top(index)}
                height={places.height(index)}
                tracks={tracks}
              />
            );
          })}
        </div>
      </div>
      {props.footer && (
        <div className="grid-row grid-foot" role="row" style={{ gridTemplateColumns: tracks }}>
          {props.footer}
        </div>
      )}
    </div>
  );
}

function HeadCell<Row>({
  column,
  sort,
  onSort,
}: Pick<GridProps<Row>, 'sort' | 'onSort'> & { readonly column: GridColumn<Row> }) {
  const sorted = sort?.by === column.id ? (sort.descending ? 'descending' : 'ascending') : undefined;
  const className = `cell${column.end ? ' number' : ''}${sorted ? ' sorted' : ''}`;
  return (
    <div role="columnheader" className={className} aria-sort={sorted} title={column.about}>
      {column.sortable ? (
        <button type="button" className="sorter" tabIndex={-1} onClick={() => onSort?.(column.id)}>
          {column.title}
          {sorted && <span aria-hidden>{sorted === 'descending' ? ' ↓' : ' ↑'}</span>}
        </button>
      ) : (
        column.title
      )}
    </div>
  );
}
