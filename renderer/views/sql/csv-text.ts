import type { SqlCell } from '../../../shared/api/sessions.js';

/** RFC 4180. A text that a spreadsheet would run as a formula begins with an apostrophe. */
export function csvText(columns: readonly string[], rows: readonly (readonly SqlCell[])[]): string {
  const line = (cells: readonly SqlCell[]): string => `${cells.map(field).join(',')}\r\n`;
  return line(columns) + rows.map(line).join('');
}

function field(cell: SqlCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = typeof cell === 'string' ? cell : 'bytes' in cell ? `(${cell.bytes} bytes)` : cell.text;
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
