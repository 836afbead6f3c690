import { printable } from '../../shared/base/printable.js';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'right';
  /** Longer cells are cut. */
  readonly width?: number;
}

/** Rows as aligned text. Cells are made safe to print; the last column is not padded. */
export function textTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cells = rows.map((row) => columns.map(({ cell, width }) => shortened(cell(row), width ?? 60)));
  const widths = columns.map(({ head }, c) => Math.max(head.length, ...cells.map((row) => row[c].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, c) => {
        if (columns[c].align === 'right') return text.padStart(widths[c]);
        return c === columns.length - 1 ? text : text.padEnd(widths[c]);
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ head }) => head)), ...cells.map(line)].join('\n');
}

function shortened(text: string, width: number): string {
  return text.length <= width ? printable(text) : `${printable(text.slice(0, width - 1))}…`;
}
