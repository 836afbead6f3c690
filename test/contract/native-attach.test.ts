import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sessionAllocations } from '../../electron/api/session-allocations.js';
import { type Entry, sessionEntry } from '../../electron/api/session-entry.js';
import { bpfTools } from '../../electron/drivers/native/bpf-checks.js';
import { findHeaptrack } from '../../electron/drivers/native/heaptrack.js';
import { injectedLibrary, injectHeaptrack } from '../../electron/drivers/native/heaptrack-attach.js';
import { ownPrefix } from '../../electron/drivers/private-directory.js';
import { openSession } from '../../electron/store/open-session.js';
import type { NativeTool } from '../../shared/api/recording.js';
import { sessionId } from '../../shared/base/brand.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { command, finished, startCommand } from '../helpers/command.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { nativeProgram, noCompiler } from '../helpers/native-program.js';
import { endTargets, type ProcessTarget, startNode, startTarget } from '../helpers/process-targets.js';
import { pythonWithMemray } from '../helpers/python-with-memray.js';
import { type RecorderUnderTest, recorderUnderTest } from '../helpers/recorder-under-test.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

/** Native allocations of programs that run already, by each of the tools that are here. */

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endTargets);

const found = findHeaptrack();
const library = found && injectedLibrary(found);
const noHeaptrack =
  noCompiler ??
  (!hasGdb ? 'there is no gdb here' : library ? undefined : 'there is no heaptrack that can attach here');
const bpf = process.platform === 'linux' ? bpfTools() : undefined;
const memray = pythonWithMemray();

const leftovers = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(ownPrefix()));

/** Traces while the program works `work` through, then ends the recording; what its session then knows. */
async function traced(target: ProcessTarget, tool: NativeTool, work: () => Promise<void>): Promise<Entry> {
  const before = leftovers();
  const path = join(scratchFolder(onTestFinished), 'n.leakscope');
  const recording = await parts.start({ path, pids: [target.pid] });
  await recording.settled();
  expect(recording.allocationOffers(1)).toContainEqual({
    ...{ kind: 'native', tool, running: false },
    cost: expect.stringMatching(/\.$/),
  });
  await recording.trackAllocations(1, { kind: 'native', tool });
  expect(recording.allocationOffers(1).find((offer) => offer.tool === tool)?.running).toBe(true);
  await work();
  await recording.trackAllocations(1, undefined);
  expect(recording.allocationOffers(1).some(({ running }) => running)).toBe(false);
  await recording.stop();
  expect(leftovers()).toEqual(before);
  const entry = sessionEntry(sessionId('s1'), openSession(path), false);
  onTestFinished(() => entry.close());
  return entry;
}

async function keptBy(entry: Entry, name: string | RegExp): Promise<number> {
  const { nodes } = await sessionAllocations(parts.engine, entry, {});
  const fits = (text: string): boolean => (typeof name === 'string' ? text === name : name.test(text));
  return nodes.filter((node) => fits(node.function)).reduce((sum, node) => sum + node.total, 0);
}

/** Rounds that a storming program has done; each keeps 10,000 bytes. */
async function rounds(target: ProcessTarget): Promise<number> {
  target.say('keep');
  return Number(await target.line());
}

describe('heaptrack', () => {
  for (const threads of [1, 4])
    testWhere(!noHeaptrack, noHeaptrack ?? '')(
      `enters and leaves a program that allocates without a rest in ${threads} threads`,
      async () => {
        const target = startTarget(nativeProgram('storming'), [String(threads)]);
        await target.line();
        let first = 0;
        let last = 0;
        const entry = await traced(target, 'heaptrack', async () => {
          first = await rounds(target);
          while (last < first + 40) last = await rounds(target);
        });
        const kept = await keptBy(entry, 'keep_one');
        expect(kept).toBeGreaterThanOrEqual((last - first) * 10_000);
        expect(kept % 10_000).toBe(0);
        // It works on as before, and its blocks are as it left them.
        const now = await rounds(target);
        expect(await rounds(target)).toBeGreaterThanOrEqual(now);
        expect(await target.finish()).toBe(7);
      },
      120_000,
    );

  testWhere(!noHeaptrack, noHeaptrack ?? '')(
    'is begun by the command line, which says what it costs',
    async () => {
      const target = startTarget(nativeProgram('storming'), ['1']);
      await target.line();
      const path = join(scratchFolder(onTestFinished), 'c.leakscope');
      const recording = startCommand([
        ...['record', '--pid', String(target.pid), '--native', 'heaptrack', '-o', path],
      ]);
      onTestFinished(() => void recording.kill('SIGKILL'));
      const ended = finished(recording);
      await said(recording, /native allocations are traced/);
      const first = await rounds(target);
      while ((await rounds(target)) < first + 10);
      recording.kill('SIGINT');
      const { status, err } = await ended;
      expect([status, err]).toEqual([0, expect.stringMatching(/by heaptrack\. The program stands still/)]);
      const { out } = await command('allocations', path, '--format', 'folded');
      expect(out).toMatch(/keep_one .*[1-9]\d{4,}$/m);
      expect(await target.finish()).toBe(7);
    },
    120_000,
  );

  test('is never let into a managed program', async () => {
    const target = startNode('console.log("up"); setInterval(() => {}, 1000)');
    await target.line();
    const runtime = { kind: 'v8', flavour: 'node' } as const;
    const entering = injectHeaptrack(
      { ...target.key, runtime } as ProcessInfo,
      '/nowhere.so',
      '/nowhere',
      AbortSignal.timeout(1000),
    );
    await expect(entering).rejects.toThrow(/heaptrack is not let into process \d+: node runs in it/);
  });
});

describe('record --native where no tool can', () => {
  const NO_TOOLS = { PATH: '/nowhere' };

  test('ends before it records, and says of each tool why', async () => {
    const target = startNode('console.log("up"); setInterval(() => {}, 1000)');
    await target.line();
    const path = join(scratchFolder(onTestFinished), 'c.leakscope');
    const args = ['record', '--pid', String(target.pid), '--native', '-o', path];
    const { status, out, err } = await finished(startCommand(args, NO_TOOLS));
    expect([status, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^leakscope: Native allocations of process \d+ \(\w+\) cannot be traced here\. heaptrack: never used on a managed process .*\. bpftrace, memleak: .*\. To have one: /m,
    );
    expect(existsSync(path)).toBe(false);
  });

  testWhere(!noHeaptrack, noHeaptrack ?? '')(
    'for one of two, records both, traces the other, and ends with status 1',
    async () => {
      const node = startNode('console.log("up"); setInterval(() => {}, 1000)');
      const storm = startTarget(nativeProgram('storming'), ['1']);
      await Promise.all([node.line(), storm.line()]);
      const path = join(scratchFolder(onTestFinished), 'c.leakscope');
      const pids = [node, storm].flatMap(({ pid }) => ['--pid', String(pid)]);
      const recording = startCommand(['record', ...pids, '--native', 'heaptrack', '-o', path]);
      onTestFinished(() => void recording.kill('SIGKILL'));
      const ended = finished(recording);
      await said(recording, /native allocations are traced by heaptrack/);
      recording.kill('SIGINT');
      const { status, err } = await ended;
      expect([status, err]).toEqual([1, expect.stringMatching(/process \d+ \(\w+\) cannot be traced here/)]);
      expect(openSession(path).info().targets.length).toBe(2);
      expect(await storm.finish()).toBe(7);
    },
    120_000,
  );
});

describe('memray', () => {
  testWhere(memray, 'no CPython from 3.14 on with memray here (LEAKSCOPE_TEST_MEMRAY names one)')(
    'enters and leaves a Python program, and tells what its lines hold',
    async () => {
      const target = startTarget(memray ?? '', ['-c', PYTHON]);
      await target.line();
      const entry = await traced(target, 'memray', async () => {
        const first = await rounds(target);
        while ((await rounds(target)) < first + 50);
      });
      expect(await keptBy(entry, 'keep_one')).toBeGreaterThanOrEqual(40 * 50_000);
      expect(await target.finish()).toBe(7);
    },
    180_000,
  );
});

describe('bpftrace', () => {
  const missing = noCompiler ?? (bpf?.bpftrace ? undefined : `bpftrace: ${bpf?.missing.join('; ')}`);
  testWhere(!missing, missing ?? '')(
    'adds up what a program holds, without a stop of it',
    async () => {
      const target = startTarget(nativeProgram('storming', ['-fno-omit-frame-pointer']), ['1']);
      await target.line();
      const entry = await traced(target, 'bpftrace', async () => {
        const first = await rounds(target);
        while ((await rounds(target)) < first + 30);
      });
      expect(await keptBy(entry, 'keep_one')).toBeGreaterThanOrEqual(20 * 10_000);
      expect(await target.finish()).toBe(7);
    },
    120_000,
  );

  const noMemleak = noCompiler ?? (bpf?.memleak ? undefined : `memleak: ${bpf?.missing.join('; ')}`);
  testWhere(!noMemleak, noMemleak ?? '')(
    'memleak of BCC adds up what a program holds, without a stop of it, and is gone after',
    async () => {
      const target = startTarget(nativeProgram('storming', ['-fno-omit-frame-pointer']), ['1']);
      await target.line();
      let first = 0;
      let last = 0;
      const entry = await traced(target, 'memleak', async () => {
        first = await rounds(target);
        while (last < first + 30) last = await rounds(target);
      });
      const kept = await keptBy(entry, 'keep_one');
      expect(kept).toBeGreaterThanOrEqual((last - first) * 10_000);
      expect(kept % 10_000).toBe(0);
      expect(await target.finish()).toBe(7);
    },
    120_000,
  );

  test('what is missing is said by its name', () => {
    const { missing } = bpfTools('/nowhere');
    expect(missing.join()).toMatch(/neither bpftrace nor memleak-bpfcc is installed|BPF is a part of Linux/);
    if (process.getuid?.() !== 0) expect(missing.join()).toMatch(/CAP_SYS_ADMIN/);
    if (process.platform === 'linux' && !existsSync('/sys/kernel/btf/vmlinux'))
      expect(missing.join()).toMatch(/CONFIG_DEBUG_INFO_BTF/);
    expect(readFileSync('/proc/self/status', 'latin1')).toMatch(/CapEff/);
  });
});

/** Resolves when a command says that on stderr. */
function said(child: ChildProcess, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (what.test(text)) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended: ${text}`)));
  });
}

const PYTHON = `
import select, sys, time
kept = []
def keep_one():
    kept.append(bytearray(50000))
print("ready", flush=True)
while True:
    keep_one()
    time.sleep(0.002)
    if select.select([sys.stdin], [], [], 0)[0]:
        if not sys.stdin.readline():
            sys.exit(7)
        print(len(kept), flush=True)
`;
