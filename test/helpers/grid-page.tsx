import { useCallback, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Grid, type GridColumn } from '../../renderer/widgets/grid.js';
import '../../renderer/theme/tokens.css';
import '../../renderer/theme/base.css';

interface Row {
  readonly name: string;
  readonly size: number;
  readonly level: number;
  readonly open: boolean | undefined;
  readonly card: boolean;
}

/** What the test sets, and reads back. */
export interface GridPage {
  readonly said: string[];
  set(next: Partial<Shown>): void;
}

interface Shown {
  readonly kind: 'plain' | 'tree';
  readonly count: number;
  /** Rows from here on are on their way. */
  readonly there: number;
  /** Stands before every name. */
  readonly prefix: string;
  /** Without room for both columns. */
  readonly narrow: boolean;
}

const said: string[] = [];
let set: GridPage['set'];

const name: GridColumn<Row> = {
  id: 'name',
  title: 'Name',
  width: 'minmax(180px, 1fr)',
  sortable: true,
  cell: nameOf,
};
function nameOf(row: Row) {
  return row.name;
}
const COLUMNS: readonly GridColumn<Row>[] = [
  name,
  { id: 'size', title: 'Size', width: '90px', end: true, cell: ({ size }) => size },
];
/** With a cell that is more than text. */
const RICH: readonly GridColumn<Row>[] = [
  ...COLUMNS,
  {
    id: 'why',
    title: 'Why',
    width: '120px',
    cell: (row) => (
      <button
        type="button"
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation();
          said.push(`why ${row.name}`);
        }}
      >
        why {row.name}
      </button>
    ),
  },
];

function Card({ of }: { readonly of: string }) {
  const [pressed, press] = useState(0);
  return (
    <button type="button" onClick={() => press(pressed + 1)}>
      card of {of}, {pressed}
    </button>
  );
}

/** Every tenth row of a tree opens; below each open one stands a card. */
function Page() {
  const [shown, show] = useState<Shown>({
    kind: 'plain',
    count: 1_000_000,
    there: 1_000_000,
    prefix: 'row',
    narrow: false,
  });
  const [selected, select] = useState<number>();
  const [opened, open] = useState<ReadonlySet<number>>(new Set());
  const [seen, see] = useState('');
  set = (next) => show((was) => ({ ...was, ...next }));
  const { kind, count, there, prefix, narrow } = shown;
  const tree = kind === 'tree';
  const row = (index: number): Row | undefined =>
    index < there
      ? {
          name: `${prefix} ${index}`,
          size: index * 3,
          level: tree && index % 10 !== 0 ? 1 : 0,
          open: tree && index % 10 === 0 ? opened.has(index) : undefined,
          card: tree && opened.has(index - 1),
        }
      : undefined;
  const onVisible = useCallback((from: number, to: number) => see(`${from} to ${to}`), []);
  return (
    <main style={{ display: 'flex', flexDirection: 'column', height: 500, width: narrow ? 200 : 700 }}>
      <h1>Grid</h1>
      <p id="seen">{seen}</p>
      <Grid<Row>
        label="rows"
        columns={tree ? RICH : COLUMNS}
        count={count}
        row={row}
        rowKey={(index) => index}
        rowHeight={20}
        selected={selected}
        onSelect={(index) => {
          said.push(`select ${index}`);
          select(index);
        }}
        onOpen={(index, alone) => said.push(`open ${index}${alone ? ' alone' : ''}`)}
        onToggle={(index, isOpen) => {
          said.push(`toggle ${index} ${isOpen}`);
          open((was) => new Set(isOpen ? [...was, index] : [...was].filter((one) => one !== index)));
        }}
        onVisible={onVisible}
        rowClass={(one) => (one.size % 2 === 1 ? 'odd' : undefined)}
        {...(tree && {
          tree: { column: 'name', level: (one: Row) => one.level, isOpen: (one: Row) => one.open },
          wide: (one: Row) => (one.card ? <Card of={one.name} /> : undefined),
        })}
      />
    </main>
  );
}

const host = document.createElement('div');
document.documentElement.lang = 'en';
document.title = 'Grid';
document.body.append(host);
createRoot(host).render(<Page />);
Object.assign(globalThis, {
  gridPage: { said, set: (next: Partial<Shown>) => set(next) } satisfies GridPage,
});
