/** What entering, sampling and snapshots of V8 cost, beside Node's own `writeHeapSnapshot` to a file, in turns. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-'));
const children = [];
try {
  const file = join(folder, 'ours.mjs');
  const bundle = await rolldown({ input: here('ours.ts'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm', codeSplitting: false });
  await bundle.close();
  const ours = (what, targets) =>
    said(process.execPath, [file, what, ...targets.map(({ pid }) => String(pid))]);

  const holder = here('../../targets/holder.mjs');
  const many = await Promise.all(Array.from({ length: 50 }, () => started([holder])));
  const attach = ours('attach', many.slice(0, 3));
  const together = ours('together', many);
  const sample = ours('sample', many.slice(0, 1));
  const snapshots = [];
  for (let round = 0; round < rounds; round++) {
    // A first snapshot in a process is slower than its second: each takes its own.
    const [a, b] = await Promise.all([1, 2].map(() => started([here('heap.mjs')])));
    const pair = [() => ({ own: own(b) }), () => ({ ours: ours('snapshot', [a]) })];
    if (round % 2) pair.reverse();
    const taken = {};
    for (const run of pair) for (const [name, value] of Object.entries(run())) taken[name] = await value;
    for (const one of [a, b]) one.kill('SIGKILL');
    snapshots.push(taken);
  }
  report({ attach, together, sample, snapshots });
} finally {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

async function started(args) {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await line(child);
  return child;
}

function line(child) {
  return new Promise((resolve) => {
    child.stdout.once('data', (text) => resolve(String(text)));
  });
}

/** `v8.writeHeapSnapshot()` into a file, as `--heapsnapshot-signal` does. */
async function own(child) {
  const answer = line(child);
  child.kill('SIGUSR2');
  return JSON.parse(await answer);
}

function said(program, args) {
  const { stdout, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.slice(1, 3).join(' ')}: ${stderr}`);
  return JSON.parse(stdout);
}

function report({ attach, together, sample, snapshots }) {
  const ratio = median(
    snapshots.map(({ own, ours }) => ours.bytes / ours.seconds / (own.bytes / own.seconds)),
  );
  const [{ ours: last }] = snapshots.slice(-1);
  const growth = Math.max(...snapshots.map(({ ours }) => ours.ownGrowth));
  console.log(`  attach: p50 ${attach.p50.toFixed(0)} ms, p95 ${attach.p95.toFixed(0)} ms (wanted: 300)`);
  console.log(`  ${together.processes} processes at once: ${together.seconds.toFixed(1)} s`);
  console.log(
    `  sampling at 10 Hz: ${sample.percentOfCore.toFixed(2)} % of a core in the target (wanted: 0.5)`,
  );
  console.log(
    `  snapshot of ${(last.bytes / 1e6).toFixed(0)} MB: ${ratio.toFixed(2)} times the speed of writeHeapSnapshot (wanted: 0.9), our RSS +${(growth / 1e6).toFixed(0)} MB (wanted: 150)`,
  );
  const path = here('../results.json');
  const all = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const machine = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`;
  const ratios = { 'snapshot speed / writeHeapSnapshot': ratio };
  all.v8 = {
    at: new Date().toISOString(),
    machine,
    rounds,
    results: { attach, together, sample, snapshots },
    ratios,
  };
  writeFileSync(path, `${JSON.stringify(all, undefined, 2)}\n`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
