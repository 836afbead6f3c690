import { Failure } from '../base/failure.js';

/**
 * Rows of one shape as JSON of columns: `{ count, texts, columns: { name: […] } }`. Texts are rows of `texts`;
 * numbers are divided by `unit` and may be absent (null); with `after` a number is kept as its distance from
 * that column's value in the row before, which makes addresses small.
 */
export type ColumnSpec =
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly unit?: number; readonly after?: string; readonly from?: string };

export type RowSpec<Row> = { readonly [Key in keyof Required<Row>]: ColumnSpec };

export function packRows<Row extends object>(spec: RowSpec<Row>, rows: readonly Row[]): string {
  const texts: string[] = [];
  const known = new Map<string, number>();
  const textRow = (text: string): number => {
    let row = known.get(text);
    if (row === undefined) {
      row = texts.push(text) - 1;
      known.set(text, row);
    }
    return row;
  };
  const columns: Record<string, (number | null)[]> = {};
  for (const [name, column] of entriesOf(spec)) {
    columns[name] = rows.map((row, at) => {
      const value = (row as Record<string, unknown>)[name];
      if (value === undefined) return null;
      if (column.kind === 'text') return textRow(String(value));
      return (Number(value) - baseOf(column, rows, at)) / (column.unit ?? 1);
    });
  }
  return JSON.stringify({ count: rows.length, texts, columns });
}

/** Throws a Failure `damaged` for anything that `packRows` would not have written. */
export function unpackRows<Row extends object>(spec: RowSpec<Row>, text: string): readonly Row[] {
  if (text.length > MOST_TEXT) throw damaged('it is too large');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw damaged('it is not JSON');
  }
  const { count, texts, columns } = (parsed ?? {}) as Record<string, unknown>;
  if (!Number.isSafeInteger(count) || (count as number) < 0 || !Array.isArray(texts))
    throw damaged('no rows');
  const rows = Array.from({ length: Math.min(count as number, MOST_ROWS) }, () => ({}) as Writable);
  for (const [name, column] of entriesOf(spec)) {
    const values = (columns as Record<string, unknown> | undefined)?.[name];
    // A column that a newer version added.
    if (values === undefined) continue;
    if (!Array.isArray(values) || values.length !== count) throw damaged(`column ${name}`);
    rows.forEach((row, at) => {
      const value: unknown = values[at];
      if (value === null) return;
      if (typeof value !== 'number' || !Number.isFinite(value)) throw damaged(`column ${name}`);
      if (column.kind === 'text') {
        const text: unknown = texts[value];
        if (typeof text !== 'string') throw damaged(`column ${name}`);
        row[name] = text;
      } else row[name] = value * (column.unit ?? 1) + baseOf(column, rows, at);
    });
  }
  return rows as unknown as readonly Row[];
}

type Writable = Record<string, number | string>;
type NumberColumn = Extract<ColumnSpec, { kind: 'number' }>;

/** What the number is counted from: another column of the row before (`after`), or of its own row (`from`). */
function baseOf(column: NumberColumn, rows: readonly object[], at: number): number {
  const row = column.after ? rows[at - 1] : column.from ? rows[at] : undefined;
  const name = column.after ?? column.from;
  return name && row ? Number((row as Record<string, unknown>)[name] ?? 0) : 0;
}

const entriesOf = (spec: object): readonly [string, ColumnSpec][] => Object.entries(spec);
const MOST_TEXT = 256 << 20;
const MOST_ROWS = 1_000_000;
const damaged = (why: string): Failure =>
  new Failure('damaged', `A part of this session cannot be read: ${why}.`, 'Choose another time.');
