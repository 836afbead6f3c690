import { memo } from 'react';
import { createPortal } from 'react-dom';
import { nodeOf } from './cell-text.js';
import type { GridProps } from './grid.js';
import type { RowElement } from './row-element.js';

interface RichCellsProps {
  /** The same object until its owner draws again: a scroll alone changes only the rows that come into sight. */
  readonly grid: GridProps<unknown>;
  readonly row: RowElement;
  readonly index: number;
}

/** What React draws of one row: a card across it, or the cells that are more than text. */
export const RichCells = memo(({ grid, row: element, index }: RichCellsProps) => {
  const row = index < grid.count ? grid.row(index) : undefined;
  if (row === undefined) return null;
  const wide = grid.wide?.(row, index);
  // What a card knows of its row does not pass to the next.
  if (wide) return createPortal(wide, element.wide, String(grid.rowKey(index)));
  return grid.columns.map((column, at) => {
    const host = element.cell(at);
    const node = nodeOf(column.cell(row, index));
    return host && node !== undefined ? createPortal(node, host, column.id) : null;
  });
});
