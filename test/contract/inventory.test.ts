import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import type { SessionId } from '../../shared/base/brand.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { nativeProgram, noCompiler } from '../helpers/native-program.js';
import {
  endTargets,
  type ProcessTarget,
  startNode,
  startPython,
  startTarget,
} from '../helpers/process-targets.js';
import { onePythonPerMinor } from '../helpers/python-interpreters.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());
afterEach(endTargets);

const onLinux = process.platform === 'linux';
const test = testWhere(onLinux, 'only Linux shows mappings, threads and descriptors');
const testNative = testWhere(onLinux && !noCompiler, noCompiler ?? 'not Linux');
const all = { from: 0, count: 1000 };
const MB = 1 << 20;

async function recorded(target: ProcessTarget): Promise<{ session: SessionId; folder: string }> {
  const folder = scratchFolder(onTestFinished);
  const session = await host.api.recording.start({
    pids: [target.pid],
    tree: false,
    interval: 50,
    path: join(folder, 'i.leakscope'),
  });
  onTestFinished(() => host.api.sessions.close(session).catch(() => undefined));
  return { session, folder };
}

async function grew(target: ProcessTarget, words: readonly string[]): Promise<void> {
  for (const word of words) {
    target.say(word);
    expect(await target.line()).toBe('done');
  }
}

describe('the inventory of a session', () => {
  testNative('tells between two points which mappings, threads and descriptors came', async () => {
    const target = startTarget(nativeProgram('growing'), []);
    await target.line();
    const { session, folder } = await recorded(target);
    const { inventory, recording, sessions } = host.api;
    const from = await inventory.take(session, 1);
    await grew(target, ['threads', 'memory', 'large', `map ${join(folder, 'data')}`]);
    const to = await inventory.take(session, 1);
    await recording.stop(session);

    const range = { target: 1, from, to, page: all };
    const names = await inventory.regions(session, { ...range, by: 'name' });
    expect([names.from, names.at]).toEqual([from, to]);
    const grown = (name: string): number =>
      names.rows.find((row) => row.name === name)?.delta?.rss ?? Number.NaN;
    expect(grown(join(folder, 'data'))).toBe(20 * MB);
    expect(grown('[heap]')).toBeGreaterThan(19 * MB);
    expect(grown('[malloc large blocks]')).toBeGreaterThan(19 * MB);
    expect(grown('[thread stacks]')).toBeGreaterThan(0);
    const deltas = names.rows.map(({ delta }) => delta?.rss ?? Number.NaN);
    expect(deltas).toEqual(deltas.toSorted((a, b) => b - a)); // growth first
    expect(deltas.reduce((sum, delta) => sum + delta, 0)).toBe(names.totals.delta?.rss);
    const inside = await inventory.regions(session, {
      ...range,
      by: 'mapping',
      kind: 'stack',
      name: '[thread stacks]',
    });
    expect(inside.rows).toHaveLength(5);
    expect(inside.rows.every(({ age, start = 0, end = 0 }) => age === 'new' && end - start >= 8 * MB)).toBe(
      true,
    );

    const threads = await inventory.threads(session, { ...range, by: 'start' });
    const [first] = threads.rows;
    expect([first?.count, first?.delta]).toEqual([5, 5]);
    if (process.arch === 'x64') expect(first?.name).toMatch(/^growing-\w+!wait_for_ever$/);
    expect(first?.stackSize).toBeGreaterThanOrEqual(5 * 8 * MB);
    const one = await inventory.threads(session, { ...range, by: 'thread', within: first?.name ?? '' });
    expect(one.rows.map(({ age }) => age)).toEqual(Array(5).fill('new'));

    const open = await inventory.descriptors(session, { ...range, by: 'descriptor' });
    expect(open.rows.filter(({ age }) => age === 'new').map(({ name }) => name)).toEqual([
      join(folder, 'data'),
    ]);

    // Taken by itself at the beginning and at the end as well, and kept in the file.
    await sessions.close(session);
    const again = await sessions.open(join(folder, 'i.leakscope'));
    onTestFinished(() => sessions.close(again.id));
    const { points } = await inventory.regions(again.id, { by: 'kind', page: all });
    expect(points.length).toBeGreaterThanOrEqual(3);
    expect(points).toContain(from);
  });

  test('takes one at a mark', async () => {
    const target = startTarget('sleep', ['100']);
    const { session } = await recorded(target);
    await host.api.sessions.mark(session, 'here');
    const end = host.api.recording.ended(session);
    await host.api.recording.stop(session);
    await end;
    const { points } = await host.api.inventory.threads(session, { by: 'thread', page: all });
    expect(points.length).toBeGreaterThanOrEqual(2);
  });

  test('says so where there is none', async () => {
    const target = startTarget('sleep', ['100']);
    const { session } = await recorded(target);
    const asked = host.api.inventory.regions(session, { target: 77, by: 'kind', page: all });
    await expect(asked).rejects.toThrow(/Target 77 has no regions/);
  });
});

describe('stacks', () => {
  testWhere(onLinux && !noCompiler && hasGdb, 'needs Linux, cc and gdb')(
    'of a plain native program come from the kernel and from gdb, which leaves it as it was',
    async () => {
      const target = startTarget(nativeProgram('growing'), []);
      await target.line();
      await grew(target, ['threads']);
      const { session } = await recorded(target);
      for (let round = 0; round < 3; round++) {
        const stacks = await host.api.inventory.takeStacks(session, 1, { native: true });
        const waiting = stacks.native?.filter(({ frames }) =>
          frames.some((f) => f.function === 'wait_for_ever'),
        );
        expect(waiting).toHaveLength(5);
        expect(stacks.nativePause).toBeGreaterThan(0);
        expect(stacks.kernel.filter(({ call }) => call === 'pause')).toHaveLength(5);
        // It goes on, and nobody traces it.
        expect(readFileSync(`/proc/${target.pid}/status`, 'utf8')).toMatch(/^TracerPid:\t0$/m);
        await grew(target, ['free']);
      }
      expect((await host.api.inventory.stacks(session, { target: 1 }))?.native).toHaveLength(6);
      target.say('end');
      expect((await host.api.recording.ended(session)).reason).toBe('targets-gone');
    },
    60_000,
  );

  test('a debugger is not let into a managed process, and the reason is said', async () => {
    const target = startNode('console.log("ready"); setInterval(() => {}, 1e6)');
    await target.line();
    const { session } = await recorded(target);
    const stacks = await host.api.inventory.takeStacks(session, 1, { native: true });
    expect(stacks.native).toBeUndefined();
    expect(stacks.notes.join(' ')).toMatch(/not let into process \d+: node runs in it/);
    expect(stacks.kernel.length).toBeGreaterThan(1);
  });

  const python = onePythonPerMinor().find(({ root }) => root === undefined);
  testWhere(onLinux && python, 'needs Linux and a CPython')(
    'of CPython come from its agent',
    async () => {
      const target = startPython(
        python?.command[0] ?? '',
        'import time, threading\ndef napping():\n    print("ready", flush=True)\n    time.sleep(300)\nthreading.Thread(target=napping, name="nap").start()',
      );
      await target.line();
      const { session } = await recorded(target);
      for (let tries = 0; ; tries++) {
        const [state] = await host.api.recording.attachments(session);
        if (state?.phase === 'attached') break;
        if (tries > 400) throw new Error('it was not attached');
        await new Promise((go) => setTimeout(go, 50));
      }
      await host.api.inventory.take(session, 1);
      const { rows } = await host.api.inventory.threads(session, { target: 1, by: 'start', page: all });
      // To the system every thread of CPython begins in one function of the interpreter.
      expect(rows.find(({ name }) => name === '<string>!napping')).toMatchObject({ count: 1 });
      const { managed } = await host.api.inventory.takeStacks(session, 1, {});
      const nap = managed?.threads.find(({ name }) => name === 'nap');
      expect(nap?.frames.map((frame) => frame.function)).toContain('napping');
    },
    60_000,
  );
});
