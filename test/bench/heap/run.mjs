/**
 * npm run bench -- heap: opens a pair of snapshots and compares them, Leakscope and its peers by turns in the same
 * run, whole processes. Sizes by LEAKSCOPE_BENCH_HEAP (`30`, `250`, `1000`; default `30,250`, with `--full` all), rounds by
 * LEAKSCOPE_BENCH_ROUNDS (3; fewer when the time is up). memlab takes part where LEAKSCOPE_BENCH_PEERS names a folder it is
 * installed in. Then one file alone: scan, pages, cancels, store and reopen; with `--full` also shuffled nodes and CPython.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled, bundledDevTools } from './bundles.mjs';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const UNITS = { 30: 4_200, 250: 40_000, 1000: 165_000 };
const full = process.argv.includes('--full');
const sizes = (process.env.LEAKSCOPE_BENCH_HEAP ?? (full ? '30,250,1000' : '30,250')).split(',');
const rounds = Number(process.env.LEAKSCOPE_BENCH_ROUNDS ?? 3);
/** After this no new round begins, but each size has one, ms. */
const TIME = full ? 30 * 60_000 : 4 * 60_000;
const began = performance.now();
/** A peer that takes longer has lost, ms. */
const LIMIT = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-heap-'));
const kit = process.env.LEAKSCOPE_BENCH_KIT ?? join(tmpdir(), 'leakscope-bench-kit');
mkdirSync(kit, { recursive: true });
const results = {};
try {
  const alone = async (file, args = []) => {
    const run = await measured([aloneScript, pathToFileURL(worker).href, file, ...args]);
    console.log(
      `  alone      ${basename(file)}: ${run.error ?? `${JSON.stringify(run.phases)} ms, peak ${mb(run.peak)}`}`,
    );
    for (const [what, fact] of Object.entries(run.facts ?? {}))
      console.log(`             ${what} ${JSON.stringify(fact)}`);
    return { phases: run.phases, peak: run.peak, facts: run.facts, error: run.error };
  };
  const aloneScript = await bundled(here('alone.ts'), folder);
  const shuffle = await bundled(here('shuffle.ts'), folder);
  const shuffledOf = (file) =>
    made(file.replace(/(-\w\.heapsnapshot)$/, '-shuffled$1'), (out) => [shuffle, file, out]);
  const pythonHeap = (objects) =>
    made(join(kit, `python-${objects}.stream`), (out) => [here('python-stream.mjs'), objects, out]);
  const worker = await bundled(here('../../../electron/engine/worker/engine-worker.ts'), folder);
  const ours = await bundled(here('ours.ts'), folder);
  const devtools = await bundledDevTools(folder);
  const peers = process.env.LEAKSCOPE_BENCH_PEERS;
  const contestants = [
    { name: 'leakscope', script: [ours, pathToFileURL(worker).href], flags: [] },
    {
      name: 'devtools',
      script: [fileURLToPath(import.meta.resolve('./peers/devtools.mjs')), pathToFileURL(devtools).href],
      flags: ['--max-old-space-size=16000'],
    },
    ...(peers && existsSync(join(peers, 'node_modules', '@memlab', 'core'))
      ? [
          ...['memlab', 'memlab, whole'].map((name) => ({
            name,
            script: [
              fileURLToPath(import.meta.resolve('./peers/memlab.mjs')),
              peers,
              ...(name === 'memlab' ? [] : ['whole']),
            ],
            flags: ['--max-old-space-size=16000'],
          })),
          { name: 'reading', script: [await bundled(here('reading.ts'), folder)], flags: [] },
        ]
      : []),
  ];
  if (contestants.length < 3)
    console.log('memlab: not measured (LEAKSCOPE_BENCH_PEERS names no folder with it)');
  for (const size of sizes) {
    const [A, B] = pair(size);
    console.log(
      `\n${size} MB pair: ${mb(statSync(A).size)} and ${mb(statSync(B).size)}, ${rounds} rounds by turns`,
    );
    const taken = new Map(contestants.map(({ name }) => [name, []]));
    for (let round = 0; round < rounds && (round === 0 || performance.now() - began < TIME); round++)
      for (const { name, script, flags } of contestants)
        taken.get(name).push(await measured([...flags, ...script, A, B]));
    results[size] = summary(taken);
    report(results[size]);
    results[size].alone = await alone(A);
    if (full && size !== '30') results[size].shuffled = await alone(shuffledOf(A), ['open']);
  }
  if (full) results.cpython = await alone(pythonHeap(5_000_000));
  writeResults();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The file, from a program that is run where it is missing. */
function made(out, args) {
  if (!existsSync(out)) {
    const { status } = spawnSync(process.execPath, args(out).map(String), { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${out} could not be made`);
  }
  return out;
}

function pair(size) {
  const out = join(kit, `s${size}`);
  const files = [`${out}-A.heapsnapshot`, `${out}-B.heapsnapshot`];
  if (!files.every((file) => existsSync(file))) {
    const args = [
      '--max-old-space-size=12000',
      here('generate.mjs'),
      UNITS[size],
      size === '30' ? 5000 : 50000,
      out,
    ];
    const { status } = spawnSync(process.execPath, args.map(String), { stdio: 'inherit' });
    if (status !== 0) throw new Error(`the ${size} MB pair could not be made`);
  }
  return files;
}

/** One process from start to exit: its wall time, its phases, its peak as the kernel saw it. */
function measured(args) {
  return new Promise((resolve) => {
    const begin = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
    let out = '';
    let err = '';
    let peak = 0;
    const poll = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
        peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
      } catch {
        // It has just ended.
      }
    }, 25);
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err = (err + data).slice(-2000)));
    child.on('close', (code) => {
      clearInterval(poll);
      const wall = performance.now() - begin;
      const lines = out
        .split('\n')
        .filter((line) => line.startsWith('@@'))
        .map((line) => JSON.parse(line.slice(2)));
      const phases = Object.fromEntries(
        lines.filter((line) => line.phase).map((line) => [line.phase, line.ms]),
      );
      let cpu = 0;
      for (const line of lines) {
        peak = Math.max(peak, line.peak ?? 0);
        cpu = Math.max(cpu, line.cpu ?? 0);
      }
      resolve({
        wall,
        cpu,
        peak,
        phases,
        facts: lines.find((line) => line.check)?.check,
        error: code === 0 ? undefined : `exit ${code}: ${err.trim().split('\n').at(-1)}`,
      });
    });
  });
}

function summary(taken) {
  const contestants = Object.fromEntries(
    [...taken].map(([name, runs]) => {
      const good = runs.filter((run) => !run.error);
      const names = Object.keys(good[0]?.phases ?? {});
      return [
        name,
        {
          wall: median(good.map((run) => run.wall)),
          spread: [Math.min(...good.map((run) => run.wall)), Math.max(...good.map((run) => run.wall))],
          cpu: median(good.map((run) => run.cpu)),
          peak: median(good.map((run) => run.peak)),
          phases: Object.fromEntries(
            names.map((phase) => [phase, median(good.map((run) => run.phases[phase]))]),
          ),
          facts: good[0]?.facts,
          error: runs.find((run) => run.error)?.error,
        },
      ];
    }),
  );
  const { leakscope, devtools, memlab, reading, 'memlab, whole': whole } = contestants;
  return {
    contestants,
    ratios: {
      'times faster than DevTools': devtools.wall / leakscope.wall,
      'times less CPU than DevTools': devtools.cpu / leakscope.cpu,
      'peak RSS, share of DevTools’': leakscope.peak / devtools.peak,
      'diff of two loaded, times': devtools.phases.diff / leakscope.phases.diff,
      ...(memlab?.wall && {
        'times faster than memlab that only loads': memlab.wall / leakscope.wall,
        'times faster than memlab, where we only load too': memlab.wall / reading.wall,
        'times faster than memlab, where it works out the same': whole.wall / leakscope.wall,
      }),
    },
    sameAnswer: ['nodes', 'total', 'added', 'removed'].every(
      (key) => devtools.facts?.[key] === leakscope.facts?.[key],
    ),
  };
}

function report({ contestants, ratios, sameAnswer }) {
  for (const [name, { wall, cpu, spread, peak, phases, facts, error }] of Object.entries(contestants)) {
    const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
    const range = `${seconds(spread[0])} to ${seconds(spread[1])}`;
    console.log(
      `  ${name.padEnd(10)} ${seconds(wall).padStart(9)} (${range}), CPU ${seconds(cpu)}, peak ${mb(peak)}${error ? `  ${error}` : ''}`,
    );
    console.log(
      `             ${Object.entries(phases)
        .map(([phase, ms]) => `${phase} ${ms} ms`)
        .join(', ')}`,
    );
    if (facts?.timings) console.log(`             A inside: ${JSON.stringify(facts.timings.A)}`);
  }
  for (const [what, ratio] of Object.entries(ratios))
    console.log(`  ${ratio.toFixed(2).padStart(8)}  ${what}`);
  console.log(sameAnswer ? '  same nodes, total, added and removed as DevTools' : '  THE ANSWERS DIFFER');
  if (!sameAnswer) process.exitCode = 1;
}

function writeResults() {
  const path = here('../results.json');
  const all = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`;
  all.heap = { at: new Date().toISOString(), machine, rounds, sizes: results };
  writeFileSync(path, `${JSON.stringify(all, undefined, 2)}\n`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function mb(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
