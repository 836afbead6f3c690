/**
 * Attach, stall and walk of a CPython target, beside objgraph, pympler and guppy3 in the same target. A stall is the longest gap
 * of a thread in the target that ticks each millisecond: over all attaches, and over all snapshots after the attach.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const agent = here('../../../electron/drivers/python/agent');
const ATTACHES = 20;
const CAPTURES = 3;
const SIZES = { '80 MB': [60_000, 0], '750 MB': [60_000, 670], '5 M objects': [360_000, 0] };
const folder = mkdtempSync(join(tmpdir(), 'leakscope-bench-'));
const results = {};
try {
  const file = join(folder, 'ours.mjs');
  const bundle = await rolldown({ input: here('ours.ts'), platform: 'node', logLevel: 'silent' });
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  const python = withPeers(folder);
  for (const [size, args] of Object.entries(SIZES)) results[size] = await measured(python, args, file);
  report();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measured(python, args, file) {
  const child = spawn(python, [here('target.py'), ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value ?? '';
  const ask = async (word) => {
    child.stdin.write(`${word}\n`);
    return Number((await next()).split(' ')[1]);
  };
  try {
    await next();
    const result = { rss: residentBytes(child.pid) };
    const stall = async () => await ask('gap');
    for (const word of ['idle', 'objgraph', 'pympler', 'guppy']) {
      const wall = await ask(word);
      if (!Number.isNaN(wall)) result[word] = { wall, stall: await stall() };
    }
    // The main thread runs Python while it is entered, and sleeps while the snapshots are taken. Both are felt by the ticker.
    const running = async (work) => {
      await ask('reset');
      child.stdin.write('run\n');
      await next();
      const value = await work();
      child.stdin.write('\n');
      await next();
      return { value, stall: await stall() };
    };
    result.busy = await running(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    const { value: us, stall: attachStall } = await running(() => ours(file, child.pid, ATTACHES, CAPTURES));
    await ask('reset');
    const { walls, taken } = await us.capture();
    const median = (key) => taken.map((each) => each[key]).sort((a, b) => a - b)[taken.length >> 1];
    result.leakscope = {
      wall: median('duration'),
      stall: await stall(),
      fork: median('pause'),
      objects: median('nodes'),
      objectsPerSecond: median('nodes') / (median('walk') / 1000),
      method: taken[0].method,
    };
    walls.sort((a, b) => a - b);
    result.attach = {
      p50: walls[walls.length >> 1],
      p95: walls[Math.ceil(walls.length * 0.95) - 1],
      stall: attachStall,
      stallWithout: result.busy.stall,
    };
    delete result.busy;
    return result;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Attaches; `capture` then takes the snapshots and ends it. */
async function ours(file, pid, attaches, captures) {
  const child = spawn(process.execPath, [file, pid, attaches, captures, agent].map(String), {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== 'attached') throw new Error('ours did not attach');
  return {
    async capture() {
      child.stdin.write('capture\n');
      return JSON.parse((await lines.next()).value);
    },
  };
}

/** A Python that has objgraph, pympler and guppy3: LEAKSCOPE_BENCH_PYTHON, or one made for this run. */
function withPeers(folder) {
  if (process.env.LEAKSCOPE_BENCH_PYTHON) return process.env.LEAKSCOPE_BENCH_PYTHON;
  const python = join(folder, 'venv', 'bin', 'python3');
  const install = ['-m', 'pip', 'install', '-q', 'objgraph==3.6.2', 'pympler==1.1', 'guppy3==3.1.6'];
  if (spawnSync('python3', ['-m', 'venv', join(folder, 'venv')]).status !== 0) return 'python3';
  if (spawnSync(python, install, { timeout: 120_000 }).status !== 0)
    console.log('  objgraph, pympler and guppy3 are not to be had here: nothing to compare with');
  return python;
}

function residentBytes(pid) {
  return Number.parseInt(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1], 10) * 1024;
}

function report() {
  const ms = (value) => `${value.toFixed(1).padStart(9)} ms`;
  const ratios = {};
  for (const [size, { attach, rss, ...tools }] of Object.entries(results)) {
    console.log(
      `  ${size} (RSS ${(rss / 1e6).toFixed(0)} MB): attach p50 ${ms(attach.p50)}, p95 ${ms(attach.p95)}, longest stall ${ms(attach.stall)} (${ms(attach.stallWithout)} without)`,
    );
    for (const [name, { wall, stall }] of Object.entries(tools))
      console.log(`    ${name.padEnd(10)} wall ${ms(wall)}, stall ${ms(stall)}`);
    const { leakscope } = tools;
    console.log(
      `    leakscope: ${(leakscope.objects / 1e6).toFixed(2)} M objects, ${(leakscope.objectsPerSecond / 1e6).toFixed(2)} M a second, the fork itself ${ms(leakscope.fork)}`,
    );
    for (const name of ['objgraph', 'pympler', 'guppy'])
      if (tools[name]) {
        ratios[`${name} ${size}`] = tools[name].stall / leakscope.stall;
        console.log(`    stall: ${ratios[`${name} ${size}`].toFixed(1)} times shorter than ${name}'s`);
      }
  }
  const file = here('../results.json');
  const all = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  all.cpython = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`,
    results,
    ratios,
  };
  writeFileSync(file, `${JSON.stringify(all, undefined, 2)}\n`);
}
