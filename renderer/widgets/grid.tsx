// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is a treegrid or a grid
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled by the grid
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: both roles have all of them
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import type { CellContent } from './cell-text.js';
import { followAcross, leastWidth, stepAcross } from './grid-across.js';
import { gridKey } from './grid-keys.js';
import { GridRows, type RichRow } from './grid-rows.js';
import { RichCells } from './rich-cells.js';
import { RowPlaces } from './row-places.js';
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
  /** Text, or text with a class and a hover, is written as it stands; whatever else React draws, at its cost in a scroll. */
  cell(row: Row, index: number): CellContent;
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

/**
 * Rows of which only those in sight exist; a tree where `tree` says so. One focus stop, arrows inside. Columns that have no
 * room are scrolled to, with Shift and an arrow, too.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, columns, count, selected, sort, tree, rowHeight } = props;
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const rows = useRef<GridRows>(undefined);
  const [rich, setRich] = useState<readonly RichRow[]>([]);
  const id = useId();
  const places = useMemo(() => new RowPlaces(count, rowHeight), [count, rowHeight]);
  const grid = props as unknown as GridProps<unknown>;
  useLayoutEffect(() => {
    if (!root.current || !scroller.current || !body.current) return;
    const made = new GridRows({
      grid: root.current,
      scroller: scroller.current,
      body: body.current,
      id,
      onRich: (next, now) => (now ? flushSync(() => setRich(next)) : setRich(next)),
    });
    rows.current = made;
    const stop = followAcross(root.current, scroller.current);
    return () => {
      stop();
      made.dispose();
    };
  }, [id]);
  useLayoutEffect(() => rows.current?.show(grid, places), [grid, places]);

  const choose = (index: number): void => {
    props.onSelect?.(index);
    const view = scroller.current;
    if (view) view.scrollTop = places.inSight(index, view.scrollTop, view.clientHeight);
  };
  const isOpen = (index: number): boolean | undefined => {
    const row = props.row(index);
    return row && tree ? tree.isOpen(row) : undefined;
  };
  const style = useMemo(() => {
    const tracks = columns.map(({ width }) => width);
    return { '--tracks': tracks.join(' '), '--least': `${leastWidth(tracks)}px` } as CSSProperties;
  }, [columns]);
  const across = (steps: number): void => {
    if (scroller.current) stepAcross(scroller.current, steps);
  };
  const click = (event: MouseEvent): void => {
    const at = placeOf(event.target);
    if (at?.onTwig) {
      // The button will be another row's after a scroll: keys go on from the grid.
      root.current?.focus({ preventScroll: true });
      props.onToggle?.(at.index, !isOpen(at.index));
    } else if (at) props.onSelect?.(at.index);
  };
  const twice = (event: MouseEvent): void => {
    const at = placeOf(event.target);
    if (at && !at.onTwig) props.onOpen?.(at.index, event.shiftKey);
  };

  return (
    <div
      ref={root}
      className="grid"
      role={tree ? 'treegrid' : 'grid'}
      aria-label={label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      style={style}
      onKeyDown={(event) => {
        const { onOpen, onToggle } = props;
        gridKey(event, { count, selected, choose, across, isOpen, onOpen, onToggle });
        props.onKey?.(event, selected);
      }}
    >
      <div className="grid-row grid-head" role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={props.onSort} />
        ))}
      </div>
      {/* Rows of a tree have twigs to reach; without them what scrolls must be reached itself. */}
      <div
        ref={scroller}
        className="grid-body"
        role="rowgroup"
        tabIndex={tree ? undefined : 0}
        onMouseDown={keepFocus}
        onClick={click}
        onDoubleClick={twice}
      >
        {/* Its children are `GridRows`'s; React draws into them what is more than text. */}
        <div ref={body} role="presentation" className="grid-rows" style={{ height: places.total }} />
        {rich.map(({ slot, index, row }) => (
          <RichCells key={slot} grid={grid} row={row} index={index} />
        ))}
      </div>
      {props.footer && (
        <div className="grid-row grid-foot" role="row">
          {props.footer}
        </div>
      )}
    </div>
  );
}

/** The row that an event is of, and whether it is of the button that opens it. */
function placeOf(target: EventTarget): { readonly index: number; readonly onTwig: boolean } | undefined {
  const row = target instanceof Element ? target.closest('.grid-row') : undefined;
  if (!row || !(target instanceof Element)) return undefined;
  return {
    index: Number(row.getAttribute('aria-rowindex')) - 2,
    onTwig: target.closest('.twig button') !== null,
  };
}

/** A press on the button that opens a row leaves the focus where it is. */
function keepFocus(event: MouseEvent): void {
  if (placeOf(event.target)?.onTwig) event.preventDefault();
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
