import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { readTargetStatus } from '../../electron/drivers/target-status.js';
import { listInspectorTargets } from '../../electron/drivers/v8/inspector-address.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import type { Check } from '../../shared/model/preflight.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, type NodeTarget, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

describe('several processes that all want one port', () => {
  test('ten are entered at once', async () => {
    const targets = await Promise.all(
      Array.from({ length: 10 }, (_, n) => startNodeTarget('holder.mjs', { args: [String(1000 + n)] })),
    );
    const attachments = await Promise.all(targets.map((target) => driver.attach(target.process, limit())));
    const readings = await Promise.all(attachments.map((attachment) => attachment.sample(limit())));

    for (const reading of readings) expect(reading['heap.used']).toBeGreaterThan(0);
    for (const target of targets) expect(await listeningPorts(target.pid)).toEqual([]);
    await Promise.all(attachments.map((attachment) => attachment.detach()));
  });

  test('one that waits for its turn can be cancelled, and is left alone', async () => {
    const targets = await Promise.all([1, 2].map(() => startNodeTarget('holder.mjs')));
    const cancel = new AbortController();
    const first = driver.attach(targets[0].process, limit());
    const second = driver.attach(targets[1].process, cancel.signal);
    cancel.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await (await first).detach();
    expect(targets[1].errors()).toBe('');
    expect(await listeningPorts(targets[1].pid)).toEqual([]);
  });

  test.each(nodeBinaries())(
    'an idle inspector of Node $version makes room for a moment and gets its port back',
    async ({ path: binary }) => {
      const port = await freePort();
      const first = await startNodeTarget('holder.mjs', { binary, flags: [`--inspect=127.0.0.1:${port}`] });
      const second = await startNodeTarget('holder.mjs', { flags: [`--inspect-port=${port}`] });

      const attachment = await driver.attach(second.process, limit());
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
      expect(await listeningPorts(first.pid)).toEqual([{ host: '127.0.0.1', port }]);
      expect(await listInspectorTargets({ host: '127.0.0.1', port })).toHaveLength(1);
      await attachment.detach();
      expect(await listeningPorts(second.pid)).toEqual([]);
    },
  );

  test('an inspector that somebody uses is not taken away', async () => {
    const { target: first, port, debugging } = await debugged();
    const second = await startNodeTarget('holder.mjs', { flags: [`--inspect-port=${port}`] });

    await expect(driver.attach(second.process, limit())).rejects.toMatchObject({ code: 'port-occupied' });
    expect(second.errors()).toBe('');
    expect(debugging.readyState).toBe(WebSocket.OPEN);
    debugging.close();
    await first.end();
  });

  test('one that somebody uses is waited for until its debugger leaves, or it ends', async () => {
    const waitedFor = async (how: 'leaves' | 'ends'): Promise<void> => {
      const { target: first, port, debugging } = await debugged();
      const second = await startNodeTarget('holder.mjs', { flags: [`--inspect-port=${port}`] });

      const attachment = await driver.attach(second.process, limit(), (why) => {
        expect(why).toContain(`held by process ${first.pid}, which is being debugged. Waiting`);
        if (how === 'ends') void first.end();
        else debugging.close();
      });
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
      await attachment.detach();
      expect(await listeningPorts(second.pid)).toEqual([]);
      if (how === 'leaves') expect(await listeningPorts(first.pid)).toEqual([{ host: '127.0.0.1', port }]);
    };
    await Promise.all([waitedFor('leaves'), waitedFor('ends')]);
  });

  test('NODE_OPTIONS may name the port', async () => {
    const port = await freePort();
    const target = await startNodeTarget('holder.mjs', { env: { NODE_OPTIONS: `--inspect-port=${port}` } });
    const attachment = await driver.attach(target.process, limit());
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
    expect(target.errors()).toContain(`127.0.0.1:${port}/`);
    await attachment.detach();
    expect(await listeningPorts(target.pid)).toEqual([]);
  });

  test('a stranger on the port is named', async () => {
    const port = await freePort();
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    const target = await startNodeTarget('holder.mjs', { flags: [`--inspect-port=${port}`] });

    await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
      code: 'port-occupied',
      message: expect.stringContaining(`${process.pid}`),
    });
    stranger.close();
  });
});

test('a stranger who leaves the port is waited for', async () => {
  const port = await freePort();
  const stranger = createServer((socket) => {
    // Asked whether it is an inspector.
    socket.destroy();
    stranger.close();
  }).listen(port, '127.0.0.1');
  await once(stranger, 'listening');
  const target = await startNodeTarget('holder.mjs', { flags: [`--inspect-port=${port}`] });
  const attachment = await driver.attach(target.process, limit());
  expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
  await attachment.detach();
  expect(await listeningPorts(target.pid)).toEqual([]);
});

describe('an inspector that was open before', () => {
  test('is used and stays open, with whoever else is there', async () => {
    const { target, port, debugging } = await debugged();

    const attachment = await driver.attach(target.process, limit());
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
    await attachment.detach();

    expect(await listeningPorts(target.pid)).toEqual([{ host: '127.0.0.1', port }]);
    expect(debugging.readyState).toBe(WebSocket.OPEN);
    debugging.close();
  });
});

describe('a process that cannot be entered', () => {
  test('without a SIGUSR1 handler is never signalled', async () => {
    const target = await startNodeTarget('holder.mjs', { flags: ['--disable-sigusr1'] });
    await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
      code: 'inspector-disabled',
      remedy: expect.stringContaining('--inspect'),
    });
    expect(target.child.signalCode).toBeNull();
  });

  test('with a SIGUSR1 handler of its own is never signalled: that would run', async () => {
    const target = await startNodeTarget('usr1-handler.mjs');
    await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
      code: 'no-inspector',
      message: expect.stringContaining('handler of its own'),
    });
    expect((await checksOf(target)).at(-1)).toMatchObject({
      ok: false,
      found: expect.stringContaining('own'),
    });
    target.signal('SIGUSR1');
    await target.line(/^mine$/);
    expect(target.output()).toBe('ready\nmine\n');
  });

  test('blocked in a system call is said to be, and entered when it comes round', async () => {
    const target = await startNodeTarget('blocked.mjs', { args: ['4'] });
    const told: string[] = [];
    const attachment = await driver.attach(target.process, limit(), (why) => told.push(why));
    expect(told).toEqual([expect.stringMatching(/its event loop is blocked\. Waiting/)]);
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
    expect(target.output()).toContain('back');
    expect(await listeningPorts(target.pid)).toEqual([]);
    await attachment.detach();
  });

  test('and also where its inspector may have any port', async () => {
    const target = await startNodeTarget('blocked.mjs', { args: ['4'], flags: ['--inspect-port=0'] });
    const told: string[] = [];
    const attachment = await driver.attach(target.process, limit(), (why) => told.push(why));
    expect(told).toHaveLength(1);
    await attachment.sample(limit());
    expect(await listeningPorts(target.pid)).toEqual([]);
    await attachment.detach();
  });

  test('blocked behind an inspector that is open is waited for as well', async () => {
    const target = await startNodeTarget('blocked.mjs', { args: ['4'], flags: ['--inspect=127.0.0.1:0'] });
    const told: string[] = [];
    const attachment = await driver.attach(target.process, limit(), (why) => told.push(why));
    expect(told).toEqual([expect.stringMatching(/open and does not answer: its event loop is blocked/)]);
    await attachment.sample(limit());
    await attachment.detach();
    expect(await listeningPorts(target.pid)).toHaveLength(1);
  });

  test('blocked keeps nobody else waiting', async () => {
    const blocked = await startNodeTarget('blocked.mjs', { args: ['60'] });
    const other = await startNodeTarget('holder.mjs');
    const cancel = new AbortController();
    const waits = Promise.withResolvers<void>();
    const attaching = driver.attach(blocked.process, cancel.signal, () => waits.resolve());
    await waits.promise;
    const attachment = await driver.attach(other.process, limit());
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
    await attachment.detach();
    cancel.abort();
    await expect(attaching).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('stopped by SIGSTOP is said to be stopped, and goes on afterwards', async () => {
    const target = await startNodeTarget('holder.mjs');
    target.signal('SIGSTOP');
    await stateIs(target, 'T');
    await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
      code: 'stopped',
      remedy: expect.stringContaining('kill -CONT'),
    });
    target.signal('SIGCONT');
    const attachment = await driver.attach(target.process, limit());
    await attachment.detach();
  });

  test('that is gone, or whose number went to another, is said so', async () => {
    const target = await startNodeTarget('holder.mjs');
    const chosen = target.process;
    const other = { ...chosen, startTime: chosen.startTime + 1 };
    await expect(driver.attach(other, limit())).rejects.toMatchObject({ code: 'no-such-process' });
    await target.end();
    await expect(driver.attach(chosen, limit())).rejects.toMatchObject({ code: 'no-such-process' });
  });

  test('blocked in a system call can be cancelled, and its inspector is closed when it comes round', async () => {
    const target = await startNodeTarget('blocked.mjs', { args: ['3'] });
    const cancel = new AbortController();
    const attaching = driver.attach(target.process, cancel.signal);
    cancel.abort();
    await expect(attaching).rejects.toMatchObject({ code: 'cancelled' });
    await target.line(/^back$/);
    while ((await listeningPorts(target.pid)).length > 0) await new Promise((again) => setTimeout(again, 50));
    expect(target.child.exitCode).toBeNull();
  });
});

describe.each(nodeBinaries())(
  'a process of Node $version that is hard to talk to',
  ({ path: binary, version }) => {
    const isOld = Number.parseInt(version, 10) < 18;
    test('in an endless loop is sampled and snapshot all the same, and left with no port', async () => {
      const target = await startNodeTarget('endless.mjs', { binary, flags: await ownPort() });
      const attachment = await driver.attach(target.process, limit());
      const reading = await attachment.sample(limit());
      expect(reading['heap.used']).toBeGreaterThan(0);
      expect((await collectSnapshot(attachment, limit())).bytes).toBeGreaterThan(1e6);
      await attachment.detach();
      expect(await listeningPorts(target.pid)).toEqual([]);
      expect(target.child.signalCode).toBeNull();
    });

    test('whose loop turns again closes its port then, and goes on being sampled', async () => {
      const flags = await ownPort();
      const target = await startNodeTarget('busy-for-a-while.mjs', { binary, flags });
      const attachment = await driver.attach(target.process, limit());
      const ports = await listeningPorts(target.pid);
      expect(ports).toHaveLength(1);
      // It cannot be moved there.
      expect(flags.includes(`--inspect-port=${ports[0].port}`)).toBe(isOld);

      await target.line(/^free$/);
      while ((await listeningPorts(target.pid)).length > 0) await attachment.sample(limit());
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
      await attachment.detach();
      expect(target.child.exitCode).toBeNull();
    });

    test('printing at full speed loses no line', async () => {
      const target = await startNodeTarget('chatty.mjs', { binary });
      const attachment = await driver.attach(target.process, limit());
      for (let n = 0; n < 5; n++) await attachment.sample(limit());
      await attachment.detach();
      await target.end();
      const lines = target.output().split('\n').slice(1, -1);
      expect(lines.findIndex((line, n) => line !== `line ${n}`)).toBe(-1);
    });

    test('that ends by itself, from its loop or one that never turned, is not kept alive', async () => {
      const ends = async (how: string): Promise<void> => {
        const target = await startNodeTarget('ending.mjs', { binary, args: [how], flags: await ownPort() });
        const attachment = await driver.attach(target.process, limit());
        await attachment.sample(limit());
        const reason = lost(attachment);
        expect(await reason).toBe('exited');
        if (target.child.exitCode === null) await once(target.child, 'exit');
        expect(target.child.exitCode).toBe(7);
        expect(target.output()).toBe('ready\nend\n');
        await attachment.detach();
      };
      // Each lives for four seconds.
      await Promise.all([ends('idle'), ends('busy')]);
    });

    test('that exits says so once, and detaching it is no error', async () => {
      const target = await startNodeTarget('holder.mjs', { binary });
      const attachment = await driver.attach(target.process, limit());
      const reason = lost(attachment);
      await target.end();
      expect(await reason).toBe('exited');
      await expect(attachment.sample(limit())).rejects.toMatchObject({ code: 'target-lost' });
      await attachment.detach();
    });

    test('that dies while a snapshot is taken gives a Failure, not half a file', async () => {
      // Node 16 and 18 take four times as long for twice as many.
      const target = await startNodeTarget('holder.mjs', { binary, args: ['60000'] });
      const attachment = await driver.attach(target.process, limit());
      const capture = attachment.captureHeap?.({ write: () => target.end() }, limit());
      await expect(capture).rejects.toMatchObject({ code: 'snapshot-interrupted' });
      await attachment.detach();
    });

    test('stopped meanwhile makes a sample fail in time, and goes on afterwards', async () => {
      const target = await startNodeTarget('holder.mjs', { binary });
      const attachment = await driver.attach(target.process, limit());
      target.signal('SIGSTOP');
      await expect(attachment.sample(AbortSignal.timeout(300))).rejects.toMatchObject({ code: 'cancelled' });
      target.signal('SIGCONT');
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
      await attachment.detach();
    });

    test('whose program opens and closes its inspector all the time comes to no harm', async () => {
      const target = await startNodeTarget('toggling.mjs', { binary });
      await driver.attach(target.process, limit()).then(
        async (attachment) => {
          // With a session, whoever's, Node 16 lets no program open its inspector again.
          if (!isOld) await attachment.collectGarbage?.(limit());
          // Some of its turns pass meanwhile.
          for (let n = 0; n < 20; n++)
            expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
          await attachment.detach();
        },
        (error) => expect(error).toMatchObject({ name: 'Failure' }),
      );
      expect(target.child.exitCode).toBeNull();
      expect(target.child.signalCode).toBeNull();
    });
  },
);

describe('a snapshot that is not wanted any more', () => {
  test('is cancelled at once, and the target lives on and can be taken again', async () => {
    const target = await startNodeTarget('holder.mjs', { args: ['200000'] });
    const attachment = await driver.attach(target.process, limit());
    const cancel = new AbortController();
    const capture = attachment.captureHeap?.({ write: async () => cancel.abort() }, cancel.signal);
    await expect(capture).rejects.toMatchObject({ code: 'cancelled' });
    expect((await collectSnapshot(attachment, limit())).idsOf('HeldThing')).toHaveLength(200_000);
    await attachment.detach();
  });

  test('a sink that fails ends it, with the sink saying why', async () => {
    const target = await startNodeTarget('holder.mjs', { args: ['100000'] });
    const attachment = await driver.attach(target.process, limit());
    const full = new Error('disk full');
    await expect(attachment.captureHeap?.({ write: () => Promise.reject(full) }, limit())).rejects.toBe(full);
    expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
    await attachment.detach();
  });
});

test('twenty rounds leave nothing behind', async () => {
  const target = await startNodeTarget('holder.mjs');
  const before = openThings(target.pid);
  for (let round = 0; round < 20; round++) {
    const attachment = await driver.attach(target.process, limit());
    await attachment.sample(limit());
    await attachment.detach();
  }
  expect(openThings(target.pid)).toEqual(before);
  expect(await listeningPorts(target.pid)).toEqual([]);
});

async function checksOf(target: NodeTarget): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for await (const check of driver.preflight(target.process)) checks.push(check);
  return checks;
}

function lost(attachment: Attachment): Promise<string> {
  return new Promise((resolve) => attachment.onLost(resolve));
}

async function stateIs(target: NodeTarget, state: string): Promise<void> {
  while ((await readTargetStatus(target.pid))?.state !== state) {
    await new Promise((again) => setImmediate(again));
  }
}

/** For what keeps its port for long, as Node 16 does while its loop is blocked: the usual one is other tests' as well. */
const ownPort = async (): Promise<readonly string[]> => [`--inspect-port=${await freePort()}`];

/** A program whose inspector somebody uses. */
async function debugged(): Promise<{ target: NodeTarget; port: number; debugging: WebSocket }> {
  const port = await freePort();
  const target = await startNodeTarget('holder.mjs', { flags: [`--inspect=127.0.0.1:${port}`] });
  const [{ webSocketUrl }] = (await listInspectorTargets({ host: '127.0.0.1', port })) ?? [];
  const debugging = new WebSocket(webSocketUrl);
  await once(debugging, 'open');
  return { target, port, debugging };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

describe('what is said before an attach', () => {
  test('all is well with a plain process, and nothing was sent to it', async () => {
    const target = await startNodeTarget('holder.mjs');
    const checks = await checksOf(target);
    expect(checks.length).toBeGreaterThan(3);
    expect(checks.filter((check) => !check.ok)).toEqual([]);
    expect(target.errors()).toBe('');
  });

  test('the first thing that would stop it comes last, with its fix', async () => {
    const stopped = await startNodeTarget('holder.mjs');
    stopped.signal('SIGSTOP');
    await stateIs(stopped, 'T');
    const deaf = await startNodeTarget('holder.mjs', { flags: ['--disable-sigusr1'] });
    for (const [target, fix] of [
      [stopped, 'kill -CONT'],
      [deaf, '--disable-sigusr1'],
    ] as const) {
      const checks = await checksOf(target);
      expect(checks.at(-1)).toMatchObject({ ok: false, fix: expect.stringContaining(fix) });
      expect(checks.slice(0, -1).every((check) => check.ok)).toBe(true);
    }
  });
});
