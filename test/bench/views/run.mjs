/**
 * npm run bench -- views: the timeline beside uPlot, the flame graph beside speedscope and d3-flame-graph, tables beside
 * react-virtual and AG Grid, in one Chromium and one run. The peers are fetched once, into `.cache/bench-views`.
 * `--quick`: one round, and not the peers that need minutes (speedscope, d3-flame-graph). `--flames`, `--tables`,
 * `--timeline`: that part and its peers alone; what is known of the others stays. LEAKSCOPE_BENCH_ROUNDS: 3. `--pane`:
 * the tasks of the product's own allocations pane, and nothing else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { callFigures } from './call-figures.mjs';
import { pane } from './pane.mjs';
import { setUpKit } from './set-up-kit.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const quick = process.argv.includes('--quick');
const PARTS = {
  flames: 'leakscope-flame|speedscope|d3-flame',
  tables: 'leakscope-grid|react-virtual|ag-grid',
  timeline: 'leakscope |uplot',
};
if (process.argv.includes('--pane')) {
  const tasks = await pane();
  for (const [what, { longest, took }] of Object.entries(tasks))
    console.log(
      `the pane, a million calls, ${what}: longest task ${longest} ms (0: none of 50 ms), ${took} ms in all`,
    );
  const file = here('../results.json');
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  all.views = { ...all.views, pane: { at: new Date().toISOString(), load: loadavg()[0], ...tasks } };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
  process.exit(0);
}
const part = Object.keys(PARTS).find((name) => process.argv.includes(`--${name}`));
const { folder: kit, why } = setUpKit();
if (!kit) {
  console.log(`views: not measured, the peers cannot be had (${why})`);
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-views-'));
try {
  for (const page of ['timeline-page.ts', 'flame-page.ts', 'grid-page.ts']) await bundled(page);
  // Those before which one waits for minutes.
  const pattern = part ? `^(${PARTS[part]})` : quick ? '^(?!speedscope|d3-flame)' : '.';
  const only = ['--only', pattern];
  const rounds = process.env.LEAKSCOPE_BENCH_ROUNDS ?? (quick ? '1' : '3');
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      join(kit, 'run.mjs'),
      '--subjects',
      here('subjects.mjs'),
      '--mount',
      folder,
      '--repeat',
      rounds,
      ...only,
    ],
    { cwd: kit, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64e6 },
  );
  if (status !== 0) throw new Error(`the kit ended with status ${status}`);
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  const results = summary(lines.filter(({ params }) => params.points && !params.levels));
  const { flames, tables, text } = callFigures(lines);
  for (const line of text) console.log(line);
  const levels = fromLevels(lines);
  if (levels) console.log(`10M samples, levels of the session: first draw ${levels.firstDraw} ms`);
  for (const { points, series, leakscope, uplot, times } of results)
    console.log(
      `${series} × ${points}: ${leakscope.p95} ms a frame at the 95th (uPlot ${uplot.p95}: ${times} times), first draw ${leakscope.firstDraw} ms (${uplot.firstDraw})`,
    );
  const file = here('../results.json');
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const measured = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0].model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`,
    rounds: Number(rounds),
  };
  const parts = {
    flames: { flames, flamesMeasured: measured },
    tables: { tables, tablesMeasured: measured },
    timeline: { results, ...(levels && { levels }), timelineMeasured: measured },
  };
  all.views = part
    ? { ...all.views, ...parts[part] }
    : { ...measured, results, ...(levels && { levels }), flames, tables };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function bundled(page) {
  const name = page.replace(/\.ts$/, '');
  await build({
    configFile: false,
    // Workers stand beside the page.
    base: './',
    logLevel: 'error',
    root: here('.'),
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'chrome140',
      lib: { entry: here(page), formats: ['es'], fileName: name, cssFileName: name },
    },
  });
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Where the session already has the levels, as the engine sends them. */
function fromLevels(lines) {
  const found = lines.filter(({ params, error }) => params.levels && !error);
  if (found.length === 0) return undefined;
  return {
    firstDraw: Number(median(found.map(({ firstDraw }) => firstDraw.painted)).toFixed(1)),
    p95: median(found.map(({ main }) => main.p95)),
  };
}

function summary(lines) {
  const of = (name, points, series) => {
    const found = lines.filter(
      (line) => line.subject === name && line.params.points === points && line.params.series === series,
    );
    const wrong = found.find((line) => line.error);
    if (wrong) throw new Error(`${name}: ${wrong.error}`);
    return {
      p95: median(found.map((line) => line.main.p95)),
      median: median(found.map((line) => line.main.med)),
      firstDraw: Math.round(median(found.map((line) => line.firstDraw.painted))),
    };
  };
  const cases = [...new Set(lines.map(({ params }) => `${params.points} ${params.series}`))];
  return cases.map((key) => {
    const [points, series] = key.split(' ').map(Number);
    const [leakscope, uplot] = [of('leakscope', points, series), of('uplot', points, series)];
    return { points, series, leakscope, uplot, times: Number((uplot.p95 / leakscope.p95).toFixed(1)) };
  });
}
