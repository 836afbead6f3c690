import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import type { SessionId } from '../../shared/base/brand.js';
import { fileAppears } from '../helpers/file-appears.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { scratchFolder } from '../helpers/session-file.js';

/** With `tree`, children of a started program are entered before their first line, too, however they are started. */
const pythons = onePythonPerMinor().filter(({ root }) => !root);
if (pythons.length === 0) console.log('skipped: no CPython 3.8 or later on PATH or under pyenv');
const PROGRAM = new URL('../targets/starting.py', import.meta.url).pathname;
const WAYS = ['subprocess', 'fork', 'spawn', 'forkserver', 'os.fork'];

/** It inherits our stderr, and has a second thread: os.fork says so from 3.12 on. */
const QUIET =
  'import warnings; warnings.filterwarnings("ignore", ".*multi-threaded.*fork", DeprecationWarning)';

interface Said {
  readonly pids: Readonly<Record<string, number>>;
  readonly self: readonly unknown[];
  readonly [way: string]: unknown;
}

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());

describe.each(pythons.map((python) => [python.label, python] as const))('CPython %s', (_, python) => {
  it('has the agent in every child from its first line, and sees what it sees alone', async () => {
    const folder = scratchFolder(onTestFinished);
    const at = (name: string): string => join(folder, name);
    const alone = spawn(python.executable, [PROGRAM, at('go'), at('alone')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void alone.kill('SIGKILL'));
    const bare = await said(at('alone'));
    writeFileSync(at('go'), '');
    await once(alone, 'exit');

    const session = await host.api.recording.launch({
      command: python.executable,
      args: [PROGRAM, at('go2'), at('recorded')],
      path: at('o.leakscope'),
      tree: true,
      interval: 50,
    });
    onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
    const recorded = await said(at('recorded'));
    const states = await host.api.recording.attachments(session);
    for (const way of WAYS)
      expect([way, states.find(({ pid }) => pid === recorded.pids[way])?.phase]).toEqual([way, 'attached']);
    writeFileSync(at('go2'), '');
    const { exitStatus } = await host.api.recording.ended(session);
    expect(exitStatus).toBe(0);
    // One thread more in each, and that is all.
    for (const way of ['self', ...WAYS]) {
      const [threads, ...rest] = bare[way] as [number];
      expect([way, threads]).toEqual([way, 1]);
      expect([way, ...(recorded[way] as unknown[])]).toEqual([way, 2, ...rest]);
    }
  }, 60_000);

  it('follows a child that is given an environment of its own, or is told to read none', async () => {
    const folder = scratchFolder(onTestFinished);
    const at = (name: string): string => join(folder, name);
    const waits =
      'import os, sys, time\nend = time.time() + 60\nwhile not os.path.exists(sys.argv[1]) and time.time() < end: time.sleep(0.005)\n';
    const program = `import json, os, subprocess, sys
waits = ${JSON.stringify(waits)}
start = lambda words, env: subprocess.Popen([sys.executable] + words + ["-c", waits, sys.argv[1]], env=env)
children = [start([], {"PATH": os.environ.get("PATH", "")}), start([], {}), start(["-I"], None)]
with open(sys.argv[2] + "-", "w") as told: json.dump([each.pid for each in children], told)
os.rename(sys.argv[2] + "-", sys.argv[2])
sys.exit(sum([each.wait() for each in children]))
`;
    writeFileSync(at('starting.py'), program);
    const session = await host.api.recording.launch({
      command: python.executable,
      args: [at('starting.py'), at('go'), at('told')],
      path: at('o.leakscope'),
      tree: true,
      interval: 50,
    });
    onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
    await fileAppears(at('told'));
    const pids: readonly number[] = JSON.parse(readFileSync(at('told'), 'utf8'));
    // By its PID, some ms after its first line.
    for (const pid of pids) await attached(session, pid);
    writeFileSync(at('go'), '');
    expect((await host.api.recording.ended(session)).exitStatus).toBe(0);
  }, 60_000);

  it('leaves a program that is no longer recorded to itself', async () => {
    const folder = scratchFolder(onTestFinished);
    const at = (name: string): string => join(folder, name);
    const program = `${QUIET}
import os, sys, time
def wait(name):
    while not os.path.exists(name): time.sleep(0.005)
wait(sys.argv[1])
start = time.time()
for _ in range(20):
    child = os.fork()
    if child == 0: os._exit(0)
    os.waitpid(child, 0)
import gc
hooked = [each for each in gc.get_objects() if type(each) is type(wait) and each.__module__ == "sitecustomize"]
with open(sys.argv[2] + "-", "w") as told: told.write('{"hooked": %d, "waits": %s}' % (len(hooked), str(time.time() - start > 4).lower()))
os.rename(sys.argv[2] + "-", sys.argv[2])
`;
    writeFileSync(at('forking.py'), program);
    const session = await host.api.recording.launch({
      command: python.executable,
      args: [at('forking.py'), at('go'), at('told')],
      path: at('o.leakscope'),
      tree: true,
      interval: 50,
    });
    onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
    await attached(session);
    await host.api.recording.stop(session);
    await host.api.recording.ended(session);
    writeFileSync(at('go'), '');
    await fileAppears(at('told'));
    expect(JSON.parse(readFileSync(at('told'), 'utf8'))).toEqual({ hooked: 0, waits: false });
  }, 60_000);

  it('leaves a forked child to itself, and the environment as it was, an empty PYTHONPATH too', async () => {
    const folder = scratchFolder(onTestFinished);
    const at = (name: string): string => join(folder, name);
    const program = `${QUIET}
import json, os, sys, time
child = os.fork()
if child:
    os.waitpid(child, 0)
    os._exit(0)
open(sys.argv[1] + "/ready", "w").close()
while not os.path.exists(sys.argv[1] + "/go"): time.sleep(0.005)
import gc
hooked = [each for each in gc.get_objects() if type(each) is type(json.dumps) and each.__module__ == "sitecustomize"]
with open(sys.argv[1] + "/told-", "w") as told: json.dump([len(hooked), dict(os.environ).get("PYTHONPATH")], told)
os.rename(sys.argv[1] + "/told-", sys.argv[1] + "/told")
`;
    writeFileSync(at('forked.py'), program);
    const before = process.env['PYTHONPATH'];
    process.env['PYTHONPATH'] = '';
    onTestFinished(() => {
      if (before === undefined) delete process.env['PYTHONPATH'];
      else process.env['PYTHONPATH'] = before;
    });
    const session = await host.api.recording.launch({
      command: python.executable,
      args: [at('forked.py'), folder],
      path: at('o.leakscope'),
      tree: true,
      interval: 50,
    });
    onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
    await fileAppears(at('ready'));
    expect((await host.api.recording.attachments(session)).map(({ phase }) => phase)).toEqual([
      'attached',
      'attached',
    ]);
    await host.api.recording.stop(session);
    await host.api.recording.ended(session);
    writeFileSync(at('go'), '');
    await fileAppears(at('told'));
    expect(JSON.parse(readFileSync(at('told'), 'utf8'))).toEqual([0, '']);
  }, 60_000);
});

/** The first of its targets, or the one with that PID. */
async function attached(session: SessionId, pid?: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = async (): Promise<void> => {
      const targets = await host.api.recording.attachments(session);
      const target = pid === undefined ? targets[0] : targets.find((each) => each.pid === pid);
      if (target?.phase === 'attached') resolve(end());
    };
    const end = host.onEvent(() => void look());
    void look();
  });
}

async function said(file: string): Promise<Said> {
  await fileAppears(file);
  return JSON.parse(readFileSync(file, 'utf8'));
}
