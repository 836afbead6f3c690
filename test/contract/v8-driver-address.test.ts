import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listInspectorTargets } from '../../electron/drivers/v8/inspector-address.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { connectWire } from '../../electron/drivers/v8/wire.js';
import { openSession } from '../../electron/store/open-session.js';
import { CHROMIUM, startChromium } from '../helpers/chromium.js';
import { answer, command, finished, startCommand } from '../helpers/command.js';
import { endAllTargets, type NodeTarget, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (name = 'r.leakscope'): string => join(scratchFolder(onTestFinished), name);

/** As `ssh -L` makes one: what comes here goes there. `cut` breaks it off. */
async function tunnelTo(port: number): Promise<{ address: string; cut(): void }> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const end of [near, far]) {
      sockets.add(end);
      end.on('error', () => undefined);
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    for (const end of sockets) end.destroy();
    server.close();
  };
  onTestFinished(cut);
  return { address: `127.0.0.1:${(server.address() as { port: number }).port}`, cut };
}

async function behindATunnel(target: NodeTarget) {
  const [{ port }] = await listeningPorts(target.pid);
  return tunnelTo(port);
}

describe.each(nodeBinaries())('Node $version behind a tunnel', ({ path: binary, version }) => {
  test('is recorded by its address: managed figures, snapshots, and nothing of the system', async () => {
    const target = await startNodeTarget('holder.mjs', { binary, flags: ['--inspect=127.0.0.1:0'] });
    const { address } = await behindATunnel(target);
    const path = newFile();
    const recording = await parts.start({ path, pids: [], addresses: [address] });
    await recording.settled();
    expect(recording.attachments()).toMatchObject([
      {
        ...{ phase: 'attached', canSnapshot: true, canCollect: true },
        message: expect.stringContaining('nothing of the system'),
      },
    ]);
    const { snapshot } = await recording.snapshot(1);
    expect(snapshot.nodes).toBeGreaterThan(1000);
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const names = (): readonly string[] => reader.info().series.map(({ name }) => name);
    await until(recording, () => names().includes('heap.used'));
    expect((await recording.stop()).reason).toBe('stopped');
    expect(names().filter((name) => /^rss|^pss|^cpu|^ledger/.test(name))).toEqual([]);
    expect(reader.info().targets[0].runtime).toMatchObject({ kind: 'v8', flavour: 'node', version });
    // It was open before, so it stays.
    expect(await listeningPorts(target.pid)).toHaveLength(1);
    expect(target.child.exitCode).toBeNull();
  });
});

test('a tunnel that breaks ends the target, and the recording', async () => {
  const target = await startNodeTarget('holder.mjs', { flags: ['--inspect=127.0.0.1:0'] });
  const tunnel = await behindATunnel(target);
  const path = newFile();
  const recording = await parts.start({ path, pids: [], addresses: [tunnel.address] });
  await recording.settled();
  tunnel.cut();
  expect((await recording.ended).reason).toBe('targets-gone');
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  expect(reader.info().targets[0].exit).toBe('the connection broke');
  expect(target.child.exitCode).toBeNull();
});

test('an address that sends us to another inspector is not followed', async () => {
  const target = await startNodeTarget('holder.mjs', { flags: ['--inspect=127.0.0.1:0'] });
  const [at] = await listeningPorts(target.pid);
  const [{ webSocketUrl }] = (await listInspectorTargets(at)) ?? [];
  const server = createHttpServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  server.on('upgrade', (_, socket) => socket.end(`HTTP/1.1 302 Found\r\nLocation: ${webSocketUrl}\r\n\r\n`));
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(connectWire(`ws://127.0.0.1:${port}/id`)).rejects.toMatchObject({ code: 'sent-elsewhere' });
  const wire = await connectWire(webSocketUrl);
  await wire.close();
});

test('what no inspector answers at is refused before a file is made', async () => {
  const path = newFile();
  const nothing = parts.start({ path, pids: [], addresses: ['127.0.0.1:1'] });
  await expect(nothing).rejects.toMatchObject({
    code: 'no-inspector-there',
    remedy: expect.stringContaining('ssh -L'),
  });
  expect(existsSync(path)).toBe(false);
});

describe('on the command line', () => {
  test('ps, snapshot and record take an address', async () => {
    const target = await startNodeTarget('holder.mjs', { flags: ['--inspect=127.0.0.1:0'] });
    const { address } = await behindATunnel(target);
    const behind = await answer<{ runtime: { flavour: string }; targets: readonly { type: string }[] }>(
      'ps',
      '--address',
      address,
    );
    expect(behind).toMatchObject({ runtime: { flavour: 'node' }, targets: [{ type: 'node' }] });
    const heap = newFile('a.heapsnapshot');
    await answer('snapshot', '--address', address, '-o', heap);
    expect(statSync(heap).size).toBeGreaterThan(1e6);
    const path = newFile();
    const recorded = await finished(
      startCommand(['record', '--address', address, '--duration', '1s', '-o', path]),
    );
    expect(recorded).toMatchObject({ status: 0 });
    expect((await command('record', '-o', newFile())).status).toBe(2);
    expect(
      (await command('snapshot', '--address', 'nonsense', '-o', newFile('b.heapsnapshot'))).err,
    ).toContain('host:port');
  });
});

testWhere(CHROMIUM, 'Chromium is not installed')(
  'pages of a browser behind an address are targets',
  async () => {
    const page = new URL('../targets/page.html', import.meta.url).href;
    const browser = await startChromium([page], ['--remote-debugging-port=0']);
    onTestFinished(() => browser.end());
    const [{ port }] = await listeningPorts(browser.process.pid);
    const { address } = await tunnelTo(port);
    const path = newFile();
    const recording = await parts.start({ path, pids: [], addresses: [address] });
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const pages = () => reader.info().targets.filter(({ within }) => within !== undefined);
    await until(recording, () => pages().some(({ name }) => /Shop|page\.html/.test(name)));
    const found = pages().find(({ name }) => /Shop|page\.html/.test(name));
    expect((await recording.snapshot(found?.id ?? 0)).snapshot.nodes).toBeGreaterThan(1000);
    await recording.stop();
  },
);

testWhere(CHROMIUM, 'Chromium is not installed')(
  'the ws:// address of one page, typed by hand, is that page alone',
  async () => {
    const page = new URL('../targets/page.html', import.meta.url).href;
    const browser = await startChromium([page], ['--remote-debugging-port=0']);
    onTestFinished(() => browser.end());
    const [{ port }] = await listeningPorts(browser.process.pid);
    const { address } = await tunnelTo(port);
    const listed = (await (await fetch(`http://${address}/json/list`)).json()) as readonly {
      readonly url: string;
      readonly webSocketDebuggerUrl: string;
    }[];
    const found = listed.find(({ url }) => url === page)?.webSocketDebuggerUrl ?? '';
    const heap = newFile('page.heapsnapshot');
    await answer('snapshot', '--address', found, '-o', heap);
    expect(readFileSync(heap, 'utf8')).toContain('BasketItem');

    const path = newFile();
    const recording = await parts.start({ path, pids: [], addresses: [found] });
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const names = (): readonly string[] => reader.info().series.map(({ name }) => name);
    await until(recording, () => names().includes('dom.nodes.count') && names().includes('heap.used'));
    expect(reader.info().targets).toHaveLength(1);
    expect((await recording.snapshot(1)).snapshot.nodes).toBeGreaterThan(1000);
    await recording.stop();
  },
  60_000,
);
