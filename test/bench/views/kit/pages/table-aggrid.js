import { AllCommunityModule, createGrid, ModuleRegistry } from 'ag-grid-community';
import { memory, painted, steps } from '../lib/bench.js';
import { rows, scrolls } from '../lib/table.js';

ModuleRegistry.registerModules([AllCommunityModule]);
export async function bench({ count }) {
  const mem0 = await memory();
  const cols = rows(count),
    memData = await memory();
  const t0 = performance.now();
  const rowData = new Array(count);
  for (let i = 0; i < count; i++)
    rowData[i] = {
      a: cols.val(i, 0),
      b: cols.val(i, 1),
      c: cols.val(i, 2),
      d: cols.val(i, 3),
      e: cols.val(i, 4),
      f: i,
    };
  const objects = performance.now() - t0;
  const app = document.getElementById('app');
  app.style.height = '700px';
  createGrid(app, {
    rowData,
    rowHeight: 28,
    animateRows: false,
    columnDefs: ['a', 'b', 'c', 'd', 'e', 'f'].map((field, i) => ({ field, width: i ? 120 : 580 })),
  });
  let first = 0;
  while (!app.querySelector('.ag-row .ag-cell')) first = await painted();
  first = (await painted()) - t0;
  const mem = await memory();
  const el = app.querySelector('.ag-body-viewport') ?? app.querySelector('.ag-grid-viewport');
  const h = el.scrollHeight - el.clientHeight;
  const seen = new Set();
  const r = await steps(scrolls(), (s) => {
    el.scrollTop = s.jump !== undefined ? s.jump * h : el.scrollTop + s.by;
    seen.add(app.querySelector('.ag-row')?.getAttribute('row-index'));
  });
  return {
    objects,
    firstDraw: { painted: first },
    scrollHeight: el.scrollHeight,
    distinctFirstRows: seen.size,
    ...r,
    mem: { empty: mem0, data: memData, view: mem, end: await memory() },
  };
}
