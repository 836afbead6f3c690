/** What the kit measures beside its own subjects; `/x/` is the folder that `run.mjs` bundled into. */
const flame = [{ nodes: 1_000_000 }];
const rows = [{ count: 1_000_000 }];
const swiftshader = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const flamePage = { js: '/x/flame-page.js', css: '/x/flame-page.css' };
const cases = [
  { points: 1_000_000, series: 1 },
  { points: 10_000_000, series: 1 },
  { points: 1_000_000, series: 6 },
];
export default [
  {
    name: 'leakscope',
    js: '/x/timeline-page.js',
    css: '/x/timeline-page.css',
    cases: [...cases, { ...cases[1], levels: true }],
  },
  { name: 'uplot', js: '/dist/uplot.js', css: '/node_modules/uplot/dist/uPlot.min.css', cases },
  { name: 'leakscope-flame', ...flamePage, cases: flame },
  { name: 'leakscope-flame-file', ...flamePage, cases: [{ ...flame[0], file: true }] },
  { name: 'speedscope', args: swiftshader, special: 'speedscope', limit: 180, cases: flame },
  {
    name: 'd3-flame',
    js: '/dist/d3flame.js',
    css: '/node_modules/d3-flame-graph/dist/d3-flamegraph.css',
    limit: 240,
    // Without a least size it does not draw a million frames in four minutes.
    cases: [{ ...flame[0], minFrameSize: 1 }],
  },
  { name: 'leakscope-grid', js: '/x/grid-page.js', css: '/x/grid-page.css', cases: rows },
  { name: 'react-virtual', js: '/dist/table-react-virtual.js', cases: rows },
  { name: 'ag-grid', js: '/dist/table-aggrid.js', cases: rows },
];
