/** What sampling a tree of 50 processes costs, beside psutil as mprof and psrecord use it, in turns. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const rounds = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 8);
const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-'));
const tree = [];
try {
  const file = join(folder, 'ours.mjs');
  const bundle = await rolldown({ input: here('ours.ts'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const python = psutil(folder);

  for (let n = 0; n < 10; n++) tree.push(spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']));
  for (let n = 0; n < 15; n++) tree.push(spawn('python3', ['-c', 'import time; time.sleep(1e6)']));
  for (let n = 0; n < 25; n++) tree.push(spawn('sleep', ['100000']));
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const pids = tree.map(({ pid }) => String(pid));

  const own = (env) => said(process.execPath, [file, String(seconds), ...pids], env);
  const methods = {
    leakscope: () => own({}),
    light: () => own({ LEAKSCOPE_BENCH_LIGHT: '1' }),
  };
  if (python)
    for (const method of ['mprof', 'psrecord', 'same'])
      methods[method] = () => said(python, [here('peers.py'), method, String(seconds), String(process.pid)]);
  const taken = Object.fromEntries(Object.keys(methods).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(methods)) taken[name].push(run());
  report(taken);
} finally {
  for (const child of tree) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

function said(program, args, env = {}) {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } };
  const { stdout, status, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ${args.slice(0, 2).join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

/** A Python that has psutil: LEAKSCOPE_BENCH_PYTHON, or one made for this run. */
function psutil(folder) {
  const given = process.env.LEAKSCOPE_BENCH_PYTHON;
  if (given) return given;
  const python = join(folder, 'venv', 'bin', 'python3');
  const made =
    spawnSync('python3', ['-m', 'venv', join(folder, 'venv')]).status === 0 &&
    spawnSync(python, ['-m', 'pip', 'install', '-q', 'psutil==7.2.2'], { timeout: 120_000 }).status === 0;
  if (!made)
    console.log(
      '  no psutil here: nothing to compare with (LEAKSCOPE_BENCH_PYTHON names a Python that has it)',
    );
  return made ? python : undefined;
}

function report(taken) {
  const results = Object.fromEntries(
    Object.entries(taken).map(([name, runs]) => {
      const keys = Object.keys(runs[0]);
      return [name, Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))]))];
    }),
  );
  const ours = results.leakscope;
  for (const [name, { percentOfCore, microsecondsPerSample, samples }] of Object.entries(results))
    console.log(
      `  ${name.padEnd(10)} ${percentOfCore.toFixed(2).padStart(7)} % of one core, ${microsecondsPerSample.toFixed(1).padStart(7)} µs a sample (${samples} samples)`,
    );
  console.log('  light: as the peers, without PSS, maps and ledger');
  const peers = Object.entries(results).filter(([name]) => name !== 'leakscope' && name !== 'light');
  const ratios = Object.fromEntries(
    peers.flatMap(([name, { microsecondsPerSample }]) =>
      ['leakscope', 'light'].map((mine) => [
        `${mine} / ${name}`,
        microsecondsPerSample / results[mine].microsecondsPerSample,
      ]),
    ),
  );
  for (const [pair, ratio] of Object.entries(ratios))
    console.log(`  ${ratio.toFixed(1).padStart(7)} times cheaper a sample: ${pair}`);
  console.log(
    `  explained: median ${(ours.explainedMedian * 100).toFixed(1)} %, least ${(ours.explainedLeast * 100).toFixed(1)} %, without any runtime asked; ${ours.sumsPerSecond.toFixed(1)} PSS and ${ours.mapsPerSecond.toFixed(1)} ledgers a second; missed ${ours.missed}; the first two accounts of each took ${ours.firstAccounts.toFixed(1)} s`,
  );
  const path = here('../results.json');
  const all = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`;
  all.sampling = { at: new Date().toISOString(), machine, rounds, seconds, processes: 50, results, ratios };
  writeFileSync(path, `${JSON.stringify(all, undefined, 2)}\n`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
