// biome-ignore-all lint/a11y/useSemanticElements: rows of a table element cannot be virtual
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: keys are handled by the grid
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode } from 'react';
import type { GridProps } from './grid.js';

interface GridRowProps {
  /** The same object until its owner draws again: a scroll alone changes only the rows that come into sight. */
  readonly grid: GridProps<unknown>;
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly tracks: string;
}

/** One row, at its place; the element is used again for another. */
export const GridRow = memo(({ grid, id, index, top, height, tracks }: GridRowProps) => {
  const { columns, tree } = grid;
  const row = grid.row(index);
  const there = row !== undefined;
  const wide = there ? grid.wide?.(row, index) : undefined;
  const open = there ? tree?.isOpen(row) : undefined;
  const name = there ? grid.rowClass?.(row) : undefined;
  return (
    <div
      id={id}
      className={name ? `grid-row ${name}` : 'grid-row'}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={grid.selected === index}
      aria-expanded={open}
      aria-level={there && tree ? tree.level(row) + 1 : undefined}
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: wide ? '1fr' : tracks }}
      onClick={() => grid.onSelect?.(index)}
      onDoubleClick={(event) => grid.onOpen?.(index, event.shiftKey)}
    >
      {wide ? (
        // What a card knows of its row does not pass to the next.
        <div key={grid.rowKey(index)} role="gridcell" className="grid-wide">
          {wide}
        </div>
      ) : (
        columns.map((column) => {
          const content = there ? column.cell(row, index) : undefined;
          const twig = there && tree?.column === column.id;
          return (
            <div key={column.id} role="gridcell" className={cellClass(column.end, !twig && isText(content))}>
              {twig && (
                <Twig level={tree.level(row)} open={open} onToggle={() => grid.onToggle?.(index, !open)} />
              )}
              {content}
            </div>
          );
        })
      )}
    </div>
  );
});

const isText = (content: ReactNode): boolean => typeof content === 'string' || typeof content === 'number';

/** A cell of nothing but text needs no boxes of its own to be laid out. */
const cellClass = (end: boolean | undefined, text: boolean): string =>
  text ? (end ? 'cell text number' : 'cell text') : end ? 'cell number' : 'cell';

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
          onMouseDown={keepFocus}
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

/** The grid holds the focus: the button will be another row's after a scroll. */
function keepFocus(event: MouseEvent<HTMLElement>): void {
  event.preventDefault();
  event.currentTarget.closest<HTMLElement>('.grid')?.focus({ preventScroll: true });
}
