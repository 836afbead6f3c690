// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled by the grid
// biome-ignore-all lint/a11y/noStaticElementInteractions: the role is a treegrid or a grid
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: both roles have all of them
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { gridKey } from './grid-keys.js';
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
  rowHeight(index: number): number;
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
  const { label, columns, count, selected, sort, tree } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: props.rowHeight,
    getItemKey: props.rowKey,
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  /** Only a row that is there can be pointed at. */
  const chosen = items.some(({ index }) => index === selected);
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { onVisible } = props;
  useEffect(() => {
    if (count > 0) onVisible?.(first, last);
  }, [onVisible, first, last, count]);

  const choose = (index: number): void => {
    props.onSelect?.(index);
    virtual.scrollToIndex(index);
  };
  const isOpen = (index: number): boolean | undefined => {
    const row = props.row(index);
    return row && tree ? tree.isOpen(row) : undefined;
  };
  const tracks = columns.map(({ width }) => width).join(' ');

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
      <div ref={scroller} className="grid-body" role="presentation">
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {items.map((item) => {
            const row = props.row(item.index);
            const wide = row && props.wide?.(row, item.index);
            const open = row && tree?.isOpen(row);
            const style = {
              transform: `translateY(${item.start}px)`,
              height: item.size,
              gridTemplateColumns: wide ? '1fr' : tracks,
            };
            return (
              <div
                key={item.key}
                id={`${id}-${item.index}`}
                className={['grid-row', row && props.rowClass?.(row)].filter(Boolean).join(' ')}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selected === item.index}
                aria-expanded={open}
                aria-level={row && tree ? tree.level(row) + 1 : undefined}
                style={style}
                onClick={() => props.onSelect?.(item.index)}
                onDoubleClick={(event) => props.onOpen?.(item.index, event.shiftKey)}
              >
                {wide ? (
                  <div role="gridcell" className="grid-wide">
                    {wide}
                  </div>
                ) : (
                  columns.map((column) => (
                    <div key={column.id} role="gridcell" className={column.end ? 'cell number' : 'cell'}>
                      {row && tree?.column === column.id && (
                        <Twig
                          level={tree.level(row)}
                          open={open}
                          onToggle={() => props.onToggle?.(item.index, !open)}
                        />
                      )}
                      {row && column.cell(row, item.index)}
                    </div>
                  ))
                )}
              </div>
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

function Twig({
  level,
  open,
  onToggle,
}: {
  readonly level: number;
  readonly open: boolean | undefined;
  readonly onToggle: () => void;
}) {
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <span className="twig" style={{ paddingInlineStart: level * 16 }}>
      {open === undefined ? (
        <span className="twig-none" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={open ? 'Close' : 'Open'}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <Icon size={14} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </span>
  );
}
