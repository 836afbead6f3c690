/** What the kit measures beside its own subjects; `/x/` is the folder that `run.mjs` bundled into. */
const cases = [
  { points: 1_000_000, series: 1 },
  { points: 10_000_000, series: 1 },
  { points: 1_000_000, series: 6 },
];
export default [
  { name: 'leakscope', js: '/x/timeline-page.js', css: '/x/timeline-page.css', cases },
  { name: 'uplot', js: '/dist/uplot.js', css: '/node_modules/uplot/dist/uPlot.min.css', cases },
];
