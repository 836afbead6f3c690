import { useMemo, useState } from 'react';
import type { SqlAnswer, SqlCell } from '../../../shared/api/sessions.js';
import { countText, sizeText } from '../../../shared/base/quantity.js';
import type { CellContent } from '../../widgets/cell-text.js';
import { Grid, type GridColumn } from '../../widgets/grid.js';
import { Name } from '../../widgets/name.js';
import { nameText } from '../../widgets/name-text.js';
import { words } from './words.js';

type Row = readonly SqlCell[];

const LOOKED_AT = 100;
/** Numbers that name something are not grouped. */
const NAMED_BY = /(^|_)p?p?id$|^target$|version/i;
const NARROWEST = 5;
const WIDEST = 40;

/** The rows as they came; numbers are read down. */
export function AnswerGrid({ answer, from }: { readonly answer: SqlAnswer; readonly from: number }) {
  const [at, setAt] = useState<number>();
  const columns = useMemo(() => columnsOf(answer), [answer]);
  return (
    <Grid<Row>
      label={words.answer}
      columns={columns}
      count={answer.rows.length}
      row={(index) => answer.rows[index]}
      rowKey={(index) => from + index}
      rowHeight={22}
      selected={at}
      onSelect={setAt}
    />
  );
}

function columnsOf({ columns, rows }: SqlAnswer): readonly GridColumn<Row>[] {
  const some = rows.slice(0, LOOKED_AT);
  return columns.map((title, index) => {
    const end = some.length > 0 && some.every((row) => row[index] === null || typeof row[index] === 'number');
    const longest = Math.max(title.length, ...some.map((row) => plain(row[index] ?? null).length));
    const width = Math.min(WIDEST, Math.max(NARROWEST, longest));
    // A number that is cut is another number: it has its digits, the spaces between them, and the padding.
    const least = end ? Math.min(WIDEST, Math.ceil(longest * 1.2) + 2) : Math.min(width, 9);
    return {
      id: String(index),
      title,
      about: words.columnAbout,
      width: `minmax(${least}ch, ${Math.max(width, least)}fr)`,
      end,
      cell: (row) => shown(row[index] ?? null, NAMED_BY.test(title)),
    };
  });
}

const plain = (cell: SqlCell): string =>
  cell === null
    ? words.null
    : typeof cell === 'object'
      ? 'text' in cell
        ? cell.text
        : '123456'
      : String(cell);

function shown(cell: SqlCell, isName: boolean): CellContent {
  if (cell === null) return { text: words.null, className: 'about' };
  if (typeof cell === 'number')
    return { text: isName ? String(cell) : numberText(cell), title: String(cell) };
  if (typeof cell === 'string') return nameText(cell, 300);
  if ('bytes' in cell) return { text: words.blob(sizeText(cell.bytes)), className: 'about' };
  return (
    <>
      <Name text={cell.text} limit={300} className="cut" />
      <span className="about">{words.cutOff(countText(cell.length))}</span>
    </>
  );
}

const numberText = (value: number): string =>
  Number.isInteger(value) ? countText(value) : String(Number(value.toPrecision(12)));
