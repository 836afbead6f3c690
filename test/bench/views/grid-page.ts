import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { Grid, type GridColumn } from '../../../renderer/widgets/grid.js';
import '../../../renderer/theme/base.css';

interface Kit {
  rows(count: number): { cell(row: number, column: number): string };
  scrolls(): readonly { readonly by: number; readonly jump?: number }[];
  steps(list: readonly unknown[], step: (one: { by: number; jump?: number }) => void): Promise<object>;
  painted(): Promise<number>;
  memory(): Promise<unknown>;
}

/** The window's table, driven as the kit drives its peers: 1200 by 700, six columns, 120 scrolls. */
export async function bench({ count }: { readonly count: number }): Promise<object> {
  const [data, clock] = (await Promise.all([
    import(/* @vite-ignore */ `${location.origin}/lib/table.js`),
    import(/* @vite-ignore */ `${location.origin}/lib/bench.js`),
  ])) as [Kit, Kit];
  const host = document.getElementById('app');
  if (!host) throw new Error('the page has no #app');
  Object.assign(host.style, { display: 'flex', width: '1200px', height: '728px' });
  const empty = await clock.memory();
  const table = data.rows(count);
  const made = await clock.memory();
  const columns = [0, 1, 2, 3, 4, 5].map(
    (column): GridColumn<{ readonly row: number }> => ({
      id: String(column),
      title: String(column),
      width: column === 0 ? '1fr' : '110px',
      cell: ({ row }) => table.cell(row, column),
    }),
  );
  const begin = performance.now();
  createRoot(host).render(
    createElement(Grid<{ readonly row: number }>, {
      ...{ label: 'rows', columns, count },
      row: (row: number) => ({ row }),
      rowKey: (row: number) => row,
      rowHeight: 28,
    }),
  );
  let painted = 0;
  while (!document.querySelector('.grid-body .cell')) painted = await clock.painted();
  painted -= begin;
  const drawn = await clock.memory();
  const scroller = document.querySelector('.grid-body') as HTMLElement;
  const result = await clock.steps(data.scrolls(), ({ by, jump }) => {
    scroller.scrollTop = jump === undefined ? scroller.scrollTop + by : jump * (scroller.scrollHeight - 700);
  });
  return {
    firstDraw: { painted },
    ...result,
    mem: { empty, data: made, view: drawn, end: await clock.memory() },
  };
}
