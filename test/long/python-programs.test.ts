import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { pythonDriver } from '../../electron/drivers/python/python-driver.js';
import type { ManagedTask, ManagedThread } from '../../shared/model/managed-thread.js';
import { capturedPython, type PythonHeap } from '../helpers/captured-python.js';
import { processInfo } from '../helpers/node-targets.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { agentFolder } from '../helpers/python-targets.js';

const driver = pythonDriver({ agentFolder });
const MINUTES = 60_000;
const programs = new URL('../targets/programs/', import.meta.url).pathname;
const pythons = onePythonPerMinor().filter(({ root, minor }) => !root && minor >= 10);
const python = process.env['LEAKSCOPE_PROGRAMS_VENV']
  ? join(process.env['LEAKSCOPE_PROGRAMS_VENV'], 'bin', 'python3')
  : undefined;

let folder = '';
let interpreter = '';
let missing = '';
const running = new Set<ChildProcess>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'leakscope-programs-'));
  interpreter = python ?? madeHere();
}, 10 * MINUTES);
afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  running.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A virtual environment with what the programs need, by pip. */
function madeHere(): string {
  const base = pythons.at(-1)?.executable;
  if (!base) {
    missing = 'there is no CPython 3.10 or later here';
    return '';
  }
  const made = spawnSync(base, ['-m', 'venv', join(folder, 'venv')], { encoding: 'utf8' });
  const path = join(folder, 'venv', 'bin', 'python3');
  const wanted = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'flask', 'numpy', 'pytest'];
  const filled = made.status === 0 ? spawnSync(path, wanted, { encoding: 'utf8' }) : made;
  if (filled.status !== 0) missing = `pip could not install the programs: ${filled.stderr.slice(-300)}`;
  return path;
}

interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  output(): string;
  line(pattern: RegExp): Promise<RegExpExecArray>;
  exited(): Promise<number | null>;
}

function start(args: readonly string[]): Running {
  const child = spawn(interpreter, ['-u', ...args], { cwd: folder });
  running.add(child);
  const lines: string[] = [];
  let wake = (): void => {};
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      wake();
    });
  const gone = once(child, 'close').then(([status]) => {
    wake();
    return status as number | null;
  });
  let ended = false;
  gone.then(() => (ended = true));
  return {
    child,
    pid: child.pid ?? 0,
    output: () => lines.join('\n'),
    async line(pattern) {
      for (;;) {
        const found = lines.map((line) => pattern.exec(line)).find((each) => each !== null);
        if (found) return found;
        if (ended) throw new Error(`it ended without ${pattern}: ${lines.join('\n')}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    exited: () => gone,
  };
}

interface Visit {
  readonly heap: PythonHeap;
  readonly threads: readonly ManagedThread[];
  readonly tasks: readonly ManagedTask[];
}

/** Attach, samples, snapshot, threads, detach. */
async function visit(pid: number): Promise<Visit> {
  const limit = AbortSignal.timeout(MINUTES);
  const attachment = await driver.attach(
    { ...processInfo(pid, 'cpython'), runtime: { kind: 'cpython', flavour: 'cpython' } },
    limit,
  );
  attachment.takeGcEvents?.();
  for (let sample = 0; sample < 3; sample++)
    expect((await attachment.sample(limit))['blocks']).toBeGreaterThan(1000);
  const { heap } = await capturedPython(attachment, limit);
  expect(heap.graph.partial).toBeUndefined();
  const { threads = [], tasks = [] } = (await attachment.threads?.({}, limit)) ?? {};
  await attachment.detach();
  return { heap, threads, tasks };
}

/** Asks a server over and over until `work` has ended; says how often. */
async function under<T>(
  ask: (number: number) => Promise<void>,
  work: Promise<T>,
): Promise<{ readonly result: T; readonly asked: number }> {
  let over = false;
  let asked = 0;
  const asking = Array.from({ length: 4 }, async () => {
    while (!over) await ask(asked++);
  });
  try {
    return { result: await work, asked };
  } finally {
    over = true;
    await Promise.all(asking);
  }
}

const needs = (skip: (why: string) => never): void => {
  if (missing) skip(missing);
};

describe('real programs', { timeout: 5 * MINUTES }, () => {
  it('http.server under load', async ({ skip }) => {
    needs(skip);
    writeFileSync(join(folder, 'page.html'), 'a page');
    const server = start(['-m', 'http.server', '0', '--bind', '127.0.0.1']);
    const [, port] = await server.line(/port (\d+)/);
    const ask = async (): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/page.html`);
      expect([answer.status, await answer.text()]).toEqual([200, 'a page']);
    };
    const { result, asked } = await under(ask, visit(server.pid));
    expect(asked).toBeGreaterThan(4);
    expect(
      result.threads
        .find(({ name }) => name === 'MainThread')
        ?.frames.map((each) => each.function.split('.').at(-1)),
    ).toContain('serve_forever');
    await ask();
  });

  it('a Flask application under load', async ({ skip }) => {
    needs(skip);
    const server = start([join(programs, 'flask_app.py')]);
    const [, port] = await server.line(/port (\d+)/);
    const ask = async (number: number): Promise<void> => {
      const answer = await fetch(`http://127.0.0.1:${port}/hello/n${number}`);
      expect(await answer.text()).toBe(`hello n${number}`);
    };
    await ask(0);
    const { result, asked } = await under(ask, visit(server.pid));
    expect(asked).toBeGreaterThan(4);
    const seen = result.heap.instances('__main__.Seen');
    expect(seen.length).toBeGreaterThan(0);
    expect(result.heap.name(result.heap.at(0, '(modules)', '__main__', 'SEEN', '0', 'name'))).toBe('n0');
    await ask(1);
  });

  it('a server of asyncio under load', async ({ skip }) => {
    needs(skip);
    const server = start([join(programs, 'asyncio_server.py')]);
    const [, port] = await server.line(/port (\d+)/);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
    let number = 0;
    const echo = async (): Promise<void> => {
      const said = `line ${number++}`;
      socket.write(`${said}\n`);
      expect((await answers.next()).value).toBe(`1 ${said}`);
    };
    let over = false;
    const echoing = (async () => {
      while (!over) await echo();
    })();
    const { heap, tasks } = await visit(server.pid);
    over = true;
    await echoing;
    expect(heap.instances('__main__.Connection')).toHaveLength(1);
    const functions = tasks.flatMap(({ frames }) => frames.map((each) => each.function.split('.').at(-1)));
    expect(functions).toContain('serve_forever');
    expect(functions).toContain('readline');
    await echo();
    socket.destroy();
  });

  it.each(['fork', 'spawn', 'forkserver'])(
    'a multiprocessing pool by %s, its workers as well',
    async (how) => {
      if (missing) return console.log(`skipped: ${missing}`);
      const pool = start([join(programs, 'pool.py'), how]);
      await pool.line(/started/);
      const { threads } = await visit(pool.pid);
      const workers = threads
        .map(({ waitsFor }) => /a pool's process(?:es)? ([\d, ]+)/.exec(waitsFor ?? '')?.[1])
        .find((each) => each !== undefined);
      for (const pid of (workers ?? '').split(', ').filter(Boolean).map(Number)) {
        expect(existsSync(`/proc/${pid}`)).toBe(true);
        const { heap } = await visit(pid);
        expect(heap.graph.nodeCount).toBeGreaterThan(10_000);
      }
      pool.child.stdin?.end();
      expect(await pool.exited()).toBe(0);
      expect(pool.output()).toContain('wrong 0');
      expect(pool.output()).not.toContain('Traceback');
    },
  );

  it('work in numpy', async ({ skip }) => {
    needs(skip);
    const work = start([join(programs, 'numpy_work.py')]);
    await work.line(/started/);
    const { heap } = await visit(work.pid);
    expect(heap.instances('__main__.Payload')).toHaveLength(77);
    const main = heap.at(0, '(modules)', '__main__');
    expect(heap.graph.selfSize[heap.at(main, 'big')]).toBeGreaterThanOrEqual(300 * 300 * 8);
    expect(heap.at(main, 'view', 'base')).toBe(heap.at(main, 'big'));
    work.child.stdin?.end();
    expect(await work.exited()).toBe(0);
    expect(work.output()).toBe('started\nwrong 0');
  });

  it('a run of pytest', async ({ skip }) => {
    needs(skip);
    const suite = start([
      '-m',
      'pytest',
      '-v',
      '-p',
      'no:cacheprovider',
      join(programs, 'suite_under_test.py'),
    ]);
    await suite.line(/test_case\[3\] PASSED/);
    const { heap } = await visit(suite.pid);
    expect(heap.instances('suite_under_test.Case')).toHaveLength(5);
    writeFileSync(join(folder, 'GO'), '');
    expect(await suite.exited()).toBe(0);
    expect(suite.output()).toMatch(/100 passed in/);
    expect(suite.output()).not.toMatch(/warning/i);
  });

  it('a REPL that waits for its next line', async ({ skip }) => {
    needs(skip);
    const shell = start(['-i', '-q']);
    shell.child.stdin?.write('class Typed: pass\n\nHELD = Typed()\nprint("typed")\n');
    await shell.line(/typed/);
    const { heap } = await visit(shell.pid);
    expect(heap.instances('__main__.Typed')).toHaveLength(1);
    shell.child.stdin?.write(
      'print(6 * 7, HELD.__class__.__name__, sorted(n for n in globals() if n[0] != "_"))\n',
    );
    expect((await shell.line(/42 /)).input).toMatch(/42 Typed \['HELD', 'Typed'\]$/);
    shell.child.stdin?.end();
    expect(await shell.exited()).toBe(0);
  });
});
