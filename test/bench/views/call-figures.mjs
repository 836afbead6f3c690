const NOT_MEASURED = 'not measured';

/** What the kit's lines say of flame graphs and tables: medians over the rounds, ours beside each peer's. */
export function callFigures(lines) {
  const flame = { nodes: 1_000_000 };
  const rows = { count: 1_000_000 };
  const flames = [
    figures(lines, 'leakscope-flame', flame),
    figures(lines, 'leakscope-flame-file', flame),
    figures(lines, 'speedscope', flame),
    figures(lines, 'd3-flame', { ...flame, minFrameSize: 1 }),
  ];
  const tables = ['leakscope-grid', 'react-virtual', 'ag-grid'].map((name) => figures(lines, name, rows));
  const text = [...flames, ...tables]
    .filter(({ error }) => error !== NOT_MEASURED)
    .map(({ name, error, p95, median, firstDraw, whole, longest, rss }) =>
      error
        ? `${name}: ${error}`
        : `${name}: ${p95} ms a frame at the 95th, ${median} at the 50th, first draw ${firstDraw} ms, ` +
          (whole === undefined ? '' : `the whole ${whole} ms, `) +
          (longest === undefined ? '' : `longest task (0: none of 50 ms) ${JSON.stringify(longest)}, `) +
          `renderer ${rss} MB`,
    );
  return { text, flames, tables };
}

function figures(lines, name, params) {
  const found = lines.filter(
    (line) =>
      line.subject === name && Object.entries(params).every(([key, value]) => line.params[key] === value),
  );
  if (found.length === 0) return { name, error: NOT_MEASURED };
  const wrong = found.find(({ error }) => error);
  if (wrong) return { name, error: wrong.error };
  const median = (of) => found.map(of).sort((a, b) => a - b)[Math.floor(found.length / 2)];
  return {
    name,
    // d3-flame-graph is driven by clicks: it has no frames of its own.
    ...(found[0].main
      ? { p95: median(({ main }) => main.p95), median: median(({ main }) => main.med) }
      : { p95: 'no', median: 'no' }),
    firstDraw: Math.round(median(({ firstDraw }) => firstDraw.painted)),
    ...(found[0].firstDraw.whole === undefined
      ? {}
      : { whole: Math.round(median(({ firstDraw }) => firstDraw.whole)) }),
    ...(found[0].longest === undefined
      ? {}
      : {
          longest: Object.fromEntries(
            Object.keys(found[0].longest).map((key) => [
              key,
              Math.round(median(({ longest }) => longest[key])),
            ]),
          ),
        }),
    rss: median(({ mem }) => mem.view.rss ?? 0),
  };
}
