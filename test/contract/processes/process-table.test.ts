import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { nativeDriver } from '../../../electron/drivers/native/native-driver.js';
import { createRegistry } from '../../../electron/drivers/registry.js';
import { createProcessTable } from '../../../electron/processes/create-process-table.js';
import type { ProcessTable, TreeChange } from '../../../electron/processes/process-table.js';
import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { endTargets, startNode, startTarget } from '../../helpers/process-targets.js';
import { onePythonPerMinor } from '../../helpers/python-interpreters.js';
import { nodeBinaries } from '../../helpers/runtimes.js';

const onLinux = process.platform === 'linux';
const table = createProcessTable();
afterEach(endTargets);
afterAll(() => table.dispose());

const PATIENT = { timeout: 30_000 };
const WAIT_NODE = 'console.log("up"); setInterval(() => {}, 1e6)';
const WAIT_PYTHON = 'print("up", flush=True); import sys; sys.stdin.read()';

async function found(pid: number, from: ProcessTable = table): Promise<ProcessInfo> {
  const info = await from.get(pid);
  if (!info) throw new Error(`process ${pid} is not in the table`);
  return info;
}

describe.runIf(onLinux)('the process table', () => {
  it.each(nodeBinaries())(
    'knows Node $version by its binary, without running it',
    async ({ path, version }) => {
      const target = startTarget(path, ['-e', WAIT_NODE]);
      await target.line();
      const info = await found(target.pid);
      expect(info).toMatchObject({
        pid: target.pid,
        ppid: process.pid,
        attachable: true,
        runtime: { kind: 'v8', flavour: 'node', version },
        startTime: target.key.startTime,
      });
      expect(info.name).toMatch(/^node/);
      expect(info.command).toContain(WAIT_NODE);
      expect(info.rss).toBeGreaterThan(10e6);
      expect(info.uss).toBeLessThanOrEqual(info.pss ?? 0);
    },
  );

  it.each(onePythonPerMinor().filter(({ root }) => root === undefined))(
    'knows CPython $label',
    async (python) => {
      const [program, ...before] = python.command;
      const target = startTarget(program, [...before, '-c', WAIT_PYTHON]);
      await target.line();
      const { runtime } = await found(target.pid);
      expect(runtime).toEqual({ kind: 'cpython', flavour: 'cpython', version: python.version });
    },
  );

  it('calls everything else native, and shows the command', async () => {
    const target = startTarget('/bin/sh', ['-c', 'echo up; read x']);
    await target.line();
    const info = await found(target.pid);
    expect(info.runtime.kind).toBe('native');
    expect(info.command).toBe('/bin/sh -c echo up; read x');
  });

  it('lists what it gets, ourselves as not attachable, and the dead no more', async () => {
    const target = startNode(WAIT_NODE);
    await target.line();
    const before = await table.list();
    expect(before.find(({ pid }) => pid === target.pid)?.runtime.flavour).toBe('node');
    expect(before.find(({ pid }) => pid === process.pid)).toMatchObject({ attachable: false });
    await target.end();
    expect((await table.list()).find(({ pid }) => pid === target.pid)).toBeUndefined();
    expect(await table.get(target.pid)).toBeUndefined();
  });

  it('takes a name that tries to look like fields and colours', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leakscope-name-'));
    try {
      const program = join(folder, 'a) R 1 (\x1b[31m');
      copyFileSync('/bin/sleep', program);
      chmodSync(program, 0o700);
      const target = startTarget(program, ['60']);
      const info = await found(target.pid);
      expect(info).toMatchObject({ name: 'a) R 1 (\x1b[31m', ppid: process.pid, attachable: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('says that a zombie has ended', async () => {
    // The shell becomes a sleep, which never asks after the child that it inherits.
    const target = startTarget('/bin/sh', ['-c', 'exec 3<&0; (read x <&3) & echo $!; exec sleep 60']);
    const zombie = Number(await target.line());
    await expect.poll(async () => (await table.get(target.pid))?.command, PATIENT).toBe('sleep 60');
    target.say('end');
    await expect.poll(async () => (await table.get(zombie))?.attachable, PATIENT).toBe(false);
    expect((await table.get(zombie))?.reason).toContain('has ended');
  });
});

describe.runIf(onLinux)('a watched tree', () => {
  /** Collects changes and waits for one that fits. */
  function watched(
    pid: number,
    startTime: number,
  ): {
    until(fits: (all: readonly TreeChange[]) => boolean): Promise<void>;
    stop(): void;
    changes: TreeChange[];
  } {
    const changes: TreeChange[] = [];
    let look = (): void => {};
    const stop = table.watchTree({ pid, startTime }, (change) => {
      changes.push(change);
      look();
    });
    return {
      changes,
      stop,
      until: (fits) =>
        new Promise((resolve) => {
          look = () => {
            if (fits(changes)) resolve();
          };
          look();
        }),
    };
  }
  const names = (changes: readonly TreeChange[], of: 'appeared' | 'changed'): readonly string[] =>
    changes.flatMap((change) => change[of].map(({ command }) => command));

  it('leaves us and ours out of the tree of the one that started us', async () => {
    const ours = startTarget('/bin/sh', ['-c', 'read a']);
    const above = await found(process.ppid);
    const watch = watched(above.pid, above.startTime);
    await watch.until((changes) => changes.length > 0);
    const pids = watch.changes[0]?.appeared.map(({ pid }) => pid);
    expect(pids).toContain(above.pid);
    expect(pids).not.toContain(process.pid);
    expect(pids).not.toContain(ours.pid);
    watch.stop();
  });

  it('tells of children, grandchildren, exec and ends', async () => {
    const target = startTarget('/bin/sh', ['-c', 'read a; sleep 71 & read b; kill $!; wait; exec sleep 72']);
    const watch = watched(target.pid, target.key.startTime);
    await watch.until((changes) => changes.length > 0);
    expect(watch.changes[0]?.appeared.map(({ pid }) => pid)).toEqual([target.pid]);
    target.say('go');
    await watch.until((changes) =>
      [...names(changes, 'appeared'), ...names(changes, 'changed')].includes('sleep 71'),
    );
    target.say('go');
    await watch.until((changes) => changes.some(({ gone }) => gone.some(({ pid }) => pid !== target.pid)));
    await watch.until((changes) => names(changes, 'changed').includes('sleep 72'));
    await target.end();
    await watch.until((changes) => changes.some(({ gone }) => gone.some(({ pid }) => pid === target.pid)));
    watch.stop();
  });

  it('keeps a child whose parent has ended', async () => {
    const target = startTarget('setsid', ['sh', '-c', 'read a; (sh -c "sleep 73 & exit") ; read b']);
    const watch = watched(target.pid, target.key.startTime);
    await watch.until((changes) => changes.length > 0);
    target.say('go');
    const sleeper = (): ProcessInfo | undefined =>
      watch.changes
        .flatMap(({ appeared, changed }) => [...appeared, ...changed])
        .find(({ command }) => command === 'sleep 73');
    await watch.until(() => sleeper() !== undefined);
    watch.stop();
    process.kill(sleeper()?.pid ?? 0);
  });

  it('finds nothing under a PID that was given to another process', async () => {
    const target = startTarget('sleep', ['60']);
    const watch = watched(target.pid, target.key.startTime - 1);
    await watch.until((changes) => changes.length > 0);
    expect(watch.changes[0]).toEqual({ appeared: [], changed: [], gone: [] });
    watch.stop();
  });

  it('orders a tree with parents first', async () => {
    const target = startTarget('/bin/sh', ['-c', 'sh -c "sleep 74 & echo up; wait" & wait']);
    await target.line();
    const tree = await table.tree(target.pid);
    expect(tree[0]?.pid).toBe(target.pid);
    for (const [n, { ppid }] of tree.entries())
      if (n > 0) expect(tree.slice(0, n).some(({ pid }) => pid === ppid)).toBe(true);
    const sleeper = tree.find(({ command }) => command === 'sleep 74');
    expect(sleeper).toBeDefined();
    process.kill(sleeper?.pid ?? 0);
  });
});

describe.runIf(onLinux)('the native driver', () => {
  const registry = createRegistry([nativeDriver()]);
  const live = new AbortController().signal;

  it('attaches to anything that lives, and tells when it is gone', async () => {
    const target = startTarget('sleep', ['60']);
    const info = await found(target.pid);
    const driver = registry.driverFor(info);
    for await (const check of driver.preflight(info)) expect(check).toMatchObject({ ok: true });
    const attachment = await driver.attach(info, live);
    expect(await attachment.sample(live)).toEqual({});
    const lost = new Promise<string>((resolve) => attachment.onLost(resolve));
    await target.end();
    expect(await lost).toBe('exited');
    await attachment.detach();
  });

  it('refuses what is not the process that was chosen', async () => {
    const target = startTarget('sleep', ['60']);
    const info = await found(target.pid);
    const other = { ...info, startTime: info.startTime - 1 };
    await expect(registry.native.attach(other, live)).rejects.toMatchObject({ code: 'pid-reused' });
    await target.end();
    await expect(registry.native.attach(info, live)).rejects.toMatchObject({ code: 'no-such-process' });
    const checks: Check[] = [];
    for await (const check of registry.native.preflight(info)) checks.push(check);
    expect(checks).toMatchObject([{ check: 'process', ok: false }]);
  });

  it('refuses a registry without it', () => {
    expect(() => createRegistry([])).toThrow('native');
  });
});
