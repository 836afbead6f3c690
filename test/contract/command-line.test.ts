import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerAnswer } from '../../shared/api/sessions.js';
import type { DiffRow, MergedPath, SnapshotSummary } from '../../shared/api/snapshots.js';
import type { SessionInfo } from '../../shared/model/session.js';
import { answer, command, finished, startCommand } from '../helpers/command.js';

/** The contract of the command line, on a real Node and a real Python program that leak. */

const target = (name: string): string => fileURLToPath(new URL(`../targets/${name}`, import.meta.url));
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'leakscope-cli-'));
const session = join(folder, 'both.leakscope');
const programs: ChildProcess[] = [];

/** Resolves when it runs: what is on PATH may be a script that becomes the interpreter. */
async function startTarget(runtime: string, file: string): Promise<number> {
  const child = spawn(runtime, [file], { stdio: 'ignore' });
  programs.push(child);
  if (child.pid === undefined) throw new Error(`${runtime} did not start`);
  while (!/^(node|python)/.test(basename(readlinkSync(`/proc/${child.pid}/exe`)))) await nextTurn();
  return child.pid;
}

async function endTargets(): Promise<void> {
  await Promise.all(
    programs.splice(0).map((child) => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      return ended;
    }),
  );
}

/** Resolves when the command says that it is in. */
function attached(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (String(chunk).includes(': attached')) resolve();
    });
  });
}

/** Resolves when the file that is being written lasts `ms`. */
async function lasting(file: string, ms: number): Promise<void> {
  while ((await answer<SessionInfo>('info', file)).duration < ms);
}

let node: number;
let python: number;

beforeAll(async () => {
  node = await startTarget('node', target('leaky.mjs'));
  python = await startTarget('python3', target('leaky.py'));
  // With --tree: the child in which the agent walks the heap must not be taken for one of the target's.
  const args = ['record', '--tree', '--pid', String(node), '--pid', String(python), '-o', session];
  const { status, err } = await command(...args, '--snapshot', 'start,end', '--duration', '6s');
  if (status !== 0) throw new Error(`record: status ${status}: ${err}`);
  await endTargets();
}, 120_000);

afterAll(async () => {
  await endTargets();
  rmSync(folder, { recursive: true });
});

describe('a recording of Node and Python, after both are gone', () => {
  it('info: targets, series, two snapshots each, complete', async () => {
    const info = await answer<SessionInfo>('info', session);
    expect(info).toMatchObject({ format: 'leakscope', complete: true });
    expect(info.targets.map(({ pid, runtime }) => [pid, runtime.kind]).sort()).toEqual(
      [
        [node, 'v8'],
        [python, 'cpython'],
      ].sort(),
    );
    expect(info.duration).toBeGreaterThan(5000);
    for (const { id, pid } of info.targets) {
      const names = info.series.filter((series) => series.target === id).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['rss', 'pss', 'threads', 'fds']));
      expect(names).toContain(pid === node ? 'heap.used' : 'blocks');
      const rss = info.series.find((series) => series.target === id && series.name === 'rss');
      expect(rss?.count).toBeGreaterThan(30);
      expect(rss?.last).toBeGreaterThan(rss?.first ?? 0);
      const own = info.snapshots.filter((snapshot) => snapshot.target === id);
      expect(own).toHaveLength(2);
      for (const { nodes, edges, bytes, pause } of own) {
        expect(Math.min(nodes, edges, bytes)).toBeGreaterThan(1000);
        expect(pause).toBeGreaterThan(0);
      }
    }
  });

  it.each(['v8', 'cpython'])('heap, diff and paths name the leak of the %s target', async (kind) => {
    const info = await answer<SessionInfo>('info', session);
    const leaky = info.targets.find(({ runtime }) => runtime.kind === kind);
    const [first, last] = info.snapshots.filter(({ target: of }) => of === leaky?.id);

    const heap = await answer<
      SnapshotSummary & { classes: { name: string; count: number; retainedSize: number }[] }
    >('heap', `${session}#${last.id}`, '--top', '1000');
    expect(heap.nodes).toBe(last.nodes);
    const sessions = heap.classes.find(({ name }) => /(^|\.)Session$/.test(name));
    expect(sessions?.count).toBeGreaterThan(0);

    const diff = await answer<{ rows: DiffRow[] }>('diff', `${session}#${first.id}`, `${session}#${last.id}`);
    const grown = diff.rows.find(({ name }) => name === sessions?.name);
    expect(grown?.addedCount).toBeGreaterThan(0);
    expect(grown?.countDelta).toBe((grown?.addedCount ?? 0) - (grown?.removedCount ?? 0));
    const deltas = diff.rows.map(({ sizeDelta }) => sizeDelta);
    expect(deltas).toEqual([...deltas].sort((a, b) => b - a));

    const paths = await answer<MergedPath[]>(
      'paths',
      `${session}#${last.id}`,
      '--class',
      sessions?.name ?? '',
    );
    expect(paths.length).toBeGreaterThan(0);
    const steps = paths[0].steps.map(({ edge, name }) => `${edge} ${name}`).join(' > ');
    expect(steps).toMatch(/sessions/i);
    expect(paths[0].count).toBeGreaterThan((sessions?.count ?? 0) / 2);
  });

  it('ledger: entries that sum to the RSS, nearly all of it explained', async () => {
    const info = await answer<SessionInfo>('info', session);
    for (const { id } of info.targets) {
      const ledger = await answer<LedgerAnswer>('ledger', session, '--target', String(id));
      const sum = ledger.entries.reduce((total, { bytes }) => total + bytes, 0);
      expect(sum).toBe(ledger.rss);
      expect(ledger.explained).toBeGreaterThan(0.9);
      expect(ledger.entries.at(-1)).toMatchObject({ id: 'unexplained', bytes: ledger.unexplained });
    }
  });

  it('export: a snapshot for other tools, and every sample as CSV', async () => {
    const info = await answer<SessionInfo>('info', session);
    const heap = join(folder, 'exported.heapsnapshot');
    await answer('export', `${session}#2`, '--format', 'heapsnapshot', '-o', heap);
    expect(JSON.parse(readFileSync(heap, 'utf8')).snapshot.node_count).toBe(info.snapshots[1].nodes);
    const csv = join(folder, 'samples.csv');
    await answer('export', session, '--format', 'csv', '-o', csv);
    const lines = readFileSync(csv, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('target,pid,series,unit,time_ms,value');
    const rss = info.series.find(({ target: of, name }) => of === 1 && name === 'rss');
    expect(lines.filter((line) => line.startsWith('1,') && line.includes(',rss,'))).toHaveLength(
      rss?.count ?? 0,
    );
  });

  it('prints text for a person without --json, and nothing of it on stdout with it', async () => {
    const text = await command('info', session);
    expect(text.status).toBe(0);
    expect(text.out).toMatch(/SNAPSHOT/);
    const json = await command('info', session, '--json');
    expect(() => JSON.parse(json.out)).not.toThrow();
  });
});

describe('ps', () => {
  it('lists this process with the contract’s keys', async () => {
    const rows = await answer<Record<string, unknown>[]>('ps');
    const own = rows.find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ ppid: process.ppid, runtime: { kind: 'v8', flavour: 'node' } });
    for (const key of Object.keys(own ?? {}))
      expect([
        'pid',
        'ppid',
        'name',
        'command',
        'user',
        'runtime',
        'rss',
        'pss',
        'uss',
        'attachable',
        'reason',
      ]).toContain(key);
  });
});

describe('snapshot', () => {
  it.each(['node leaky.mjs', 'python3 leaky.py'])('of %s is a file that any viewer reads', async (line) => {
    const [runtime, file] = line.split(' ');
    const pid = await startTarget(runtime, target(file));
    const output = join(folder, `${runtime}.heapsnapshot`);
    const done = await answer<{ bytes: number; pause: number }>(
      'snapshot',
      '--pid',
      String(pid),
      '-o',
      output,
    );
    expect(done.bytes).toBe(statSync(output).size);
    const parsed = JSON.parse(readFileSync(output, 'utf8'));
    const { node_count: nodes, meta } = parsed.snapshot;
    expect(parsed.nodes.length).toBe(nodes * meta.node_fields.length);
    expect(parsed.edges.length).toBe(parsed.snapshot.edge_count * meta.edge_fields.length);
    expect((await answer<SnapshotSummary>('heap', output)).nodes).toBe(nodes);
    const again = await command('snapshot', '--pid', String(pid), '-o', output);
    expect(again).toMatchObject({ status: 1, out: '' });
    expect(again.err).toMatch(/exists already/);
    await endTargets();
  });
});

describe('run', () => {
  it('records a program from its start, passes its output through and tells its status', async () => {
    const file = join(folder, 'run.leakscope');
    const child = startCommand([
      'run',
      '-o',
      file,
      '--',
      'node',
      '-e',
      "console.log('out'); setTimeout(() => process.exit(3), 700)",
    ]);
    const { status, out, err } = await finished(child);
    expect(out).toContain('out\n');
    expect(status).toBe(1);
    expect(err).toMatch(/ended with status 3/);
    const info = await answer<SessionInfo>('info', file);
    expect(info.complete).toBe(true);
    expect(info.targets[0].firstSeen).toBeLessThan(500);
    expect(info.marks.some(({ kind }) => kind === 'exit')).toBe(true);
  });
});

describe('the environment of a program that is run', () => {
  it('is ours without what is for Leakscope alone; what the user set stays', async () => {
    const file = join(folder, 'environment.leakscope');
    const print = 'console.log(JSON.stringify(process.env))';
    const child = startCommand(['run', '-o', file, '--json', '--', 'node', '-e', print], {
      MALLOC_ARENA_MAX: '4',
    });
    const { out } = await finished(child);
    const env: Record<string, string> = JSON.parse(
      out.split('\n').find((line) => line.includes('PATH')) ?? '{}',
    );
    const ours = Object.entries(env).filter(([name]) => /^(LEAKSCOPE|MALLOC)_/.test(name));
    const before = Object.keys(process.env).filter((name) => /^(LEAKSCOPE|MALLOC)_/.test(name));
    expect(ours.map(([name]) => name).sort()).toEqual([...before, 'MALLOC_ARENA_MAX'].sort());
    expect(env['MALLOC_ARENA_MAX']).toBe('4');
  });
});

describe('run for a limited time', () => {
  it('says that the program goes on, and it does', async () => {
    const file = join(folder, 'limited.leakscope');
    const child = startCommand([
      ...['run', '-o', file, '--duration', '1s', '--json', '--'],
      ...['node', '-e', 'setTimeout(() => {}, 60_000)'],
    ]);
    const end = finished(child);
    const left = await new Promise<number>((found) => {
      let err = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        err += chunk;
        const pid = /^leakscope: (\d+) goes on without the recording\.$/m.exec(err)?.[1];
        if (pid) found(Number(pid));
      });
    });
    // It has our pipes, and so the command's end is seen only after it.
    expect(process.kill(left, 'SIGKILL')).toBe(true);
    const { status, out } = await end;
    expect(status).toBe(0);
    expect(JSON.parse(out).path).toBe(file);
  });
});

describe('Ctrl-C', () => {
  it('ends a recording cleanly', async () => {
    const pid = await startTarget('node', target('leaky.mjs'));
    const file = join(folder, 'ctrl-c.leakscope');
    const child = startCommand(['record', '--pid', String(pid), '-o', file]);
    await attached(child);
    const end = finished(child);
    child.kill('SIGINT');
    expect((await end).status).toBe(0);
    expect(await answer<SessionInfo>('info', file)).toMatchObject({ complete: true });
    await endTargets();
  });

  it('asked twice leaves out the last snapshots, and the file is whole', async () => {
    const pids = await Promise.all([1, 2, 3, 4].map(() => startTarget('node', target('leaky.mjs'))));
    const file = join(folder, 'ctrl-c-twice.leakscope');
    const named = pids.flatMap((pid) => ['--pid', String(pid)]);
    const child = startCommand(['record', ...named, '--snapshot', 'end', '-o', file]);
    await attached(child);
    const end = finished(child);
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: Buffer) => {
        if (!String(text).includes('ending, with the last snapshots')) return;
        child.kill('SIGINT');
        resolve();
      });
      child.kill('SIGINT');
    });
    const { status, err } = await end;
    expect(status).toBe(0);
    expect(err).toMatch(/No snapshot at the end: .*the recording ended before their turn/);
    expect(err).not.toContain('to take a request back');
    const info = await answer<SessionInfo>('info', file);
    expect(info.complete).toBe(true);
    expect(info.snapshots.length).toBeLessThan(4);
    await endTargets();
  });
});

describe('kill -9 on the starter', () => {
  it('ends the recording that it handed over to, cleanly', async () => {
    const pid = await startTarget('node', target('leaky.mjs'));
    const file = join(folder, 'starter-killed.leakscope');
    const child = startCommand(['record', '--pid', String(pid), '-o', file]);
    await attached(child);
    child.kill('SIGKILL');
    // The recorder holds the other ends of our pipes: they close when it has ended too.
    await once(child, 'close');
    expect(await answer<SessionInfo>('info', file)).toMatchObject({ complete: true });
    await endTargets();
  });
});

describe('kill -9 on the recorder', () => {
  it('leaves a file that opens, says it is not complete, and has all but the last second', async () => {
    const pid = await startTarget('node', target('leaky.mjs'));
    const file = join(folder, 'killed.leakscope');
    // The launcher would die alone: the recorder itself is the built program on this Node.
    const child = spawn(process.execPath, [cli, 'record', '--pid', String(pid), '-o', file], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const exit = once(child, 'exit');
    await attached(child);
    await lasting(file, 2000);
    child.kill('SIGKILL');
    const killed = Date.now();
    await exit;
    const info = await answer<SessionInfo>('info', file);
    expect(info.complete).toBe(false);
    const last = Date.parse(info.startedAt) + Math.max(...info.targets.map(({ lastSeen }) => lastSeen));
    expect(killed - last).toBeLessThan(1000);
    await endTargets();
  });
});

describe('when things go wrong, one line and exit 1', () => {
  const fails = async (...args: string[]): Promise<string> => {
    const { status, out, err } = await command(...args);
    expect(status).toBe(1);
    expect(out).toBe('');
    const lines = err.trim().split('\n');
    expect(lines.at(-1)).toMatch(/^leakscope: /);
    return err;
  };

  it('no such process', async () => {
    expect(await fails('record', '--pid', '4194000', '-o', join(folder, 'none.leakscope'))).toMatch(
      /no process 4194000/,
    );
    expect(() => statSync(join(folder, 'none.leakscope'))).toThrow();
    expect(await fails('snapshot', '--pid', '4194000', '-o', join(folder, 'none.heapsnapshot'))).toMatch(
      /no process/,
    );
  });

  it('a zombie', async () => {
    const parent = spawn('python3', ['-c', 'import os, time\nif os.fork(): time.sleep(60)'], {
      stdio: 'ignore',
    });
    programs.push(parent);
    const zombie = async (): Promise<number> => {
      for (;;) {
        const rows = await answer<{ pid: number; ppid: number; rss: number }[]>('ps');
        const child = rows.find(({ ppid, rss }) => ppid === parent.pid && rss === 0);
        if (child) return child.pid;
      }
    };
    const file = join(folder, 'zombie.leakscope');
    expect(await fails('record', '--pid', String(await zombie()), '-o', file)).toMatch(/has ended/);
    expect(() => statSync(file)).toThrow();
    await endTargets();
  });

  it('a command that there is not', async () => {
    expect(await fails('snapsho')).toMatch(/no file .*snapsho.*--help/);
  });

  it('no such file, a folder, a file that is something else', async () => {
    expect(await fails('info', join(folder, 'nothing.leakscope'))).toMatch(/no file/);
    expect(await fails('info', folder)).toMatch(/is a folder/);
    const other = join(folder, 'other.leakscope');
    writeFileSync(other, 'hello, this is not a session');
    await fails('info', other);
    expect(readFileSync(other, 'utf8')).toBe('hello, this is not a session');
  });

  it('a session that was cut off in the middle of a page', async () => {
    const cut = join(folder, 'cut.leakscope');
    writeFileSync(cut, readFileSync(session));
    truncateSync(cut, Math.floor(statSync(session).size / 2));
    await fails('diff', `${cut}#1`, `${cut}#3`);
  });

  it('a snapshot that is no JSON, or lies about its counts', async () => {
    const broken = join(folder, 'broken.heapsnapshot');
    writeFileSync(broken, '{"snapshot":{"meta":{"node_fields":["type","name"');
    await fails('heap', broken);
    const lying = join(folder, 'lying.heapsnapshot');
    const whole = JSON.parse(readFileSync(join(folder, 'node.heapsnapshot'), 'utf8'));
    whole.snapshot.node_count += 1000;
    writeFileSync(lying, JSON.stringify(whole));
    await fails('heap', lying);
  });

  it('a snapshot that the session does not have', async () => {
    expect(await fails('heap', `${session}#99`)).toMatch(/has no snapshot 99/);
  });

  it('an output that exists already is not overwritten', async () => {
    const before = statSync(session).size;
    const pid = await startTarget('node', target('leaky.mjs'));
    expect(await fails('record', '--pid', String(pid), '-o', session)).toMatch(/is there already/);
    expect(statSync(session).size).toBe(before);
    await endTargets();
  });
});

describe('a reader that leaves first', () => {
  it('ends the command as it would have ended', async () => {
    const child = startCommand(['info', session]);
    child.stdout?.destroy();
    expect(await finished(child)).toEqual({ status: 0, out: '', err: '' });
  });
});

describe('wrong usage is exit 2', () => {
  it.each([
    [['record']],
    [['record', '--pid', 'abc', '-o', 'x']],
    [['paths', 'x.leakscope']],
    [['nothing-like-this', '--flag']],
    [['diff', 'one']],
  ])('%j', async (args) => {
    const { status, out, err } = await command(...args);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err.trim().split('\n')).toHaveLength(2);
    expect(err).toContain('--help');
  });
});

describe('serve', () => {
  it('prints its address first and ends with Ctrl-C', async () => {
    const child = startCommand(['serve', '--port', '0', '--no-open', session]);
    const address = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(String(chunk)));
    });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]+\/\?token=[0-9a-f]+\n/);
    expect((await fetch(address.trim(), { redirect: 'manual' })).status).toBe(303);
    const end = finished(child);
    child.kill('SIGINT');
    expect((await end).status).toBe(0);
  });
});
