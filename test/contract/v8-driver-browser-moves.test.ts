import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { addressBook } from '../../electron/drivers/v8/address-listing.js';
import { inspectorVersion, listInspectorTargets } from '../../electron/drivers/v8/inspector-address.js';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { type Browser, CHROMIUM, commandOf, startChromium } from '../helpers/chromium.js';
import { DevtoolsSocket } from '../helpers/devtools-socket.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { describeWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

describeWhere(CHROMIUM, 'Chromium is not installed')('a page of a browser', () => {
  let browser: Browser;
  let attachment: Attachment;
  let isolates: ReturnType<typeof isolatesOf>;
  let page: Attachment;
  let address: string;
  let user: DevtoolsSocket;
  let port = 0;
  const server = createServer((request, response) => {
    const title = request.headers.host?.startsWith('localhost') ? 'Elsewhere' : 'Here';
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>${title}</title>`);
  });

  beforeAll(async () => {
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
    port = (server.address() as { port: number }).port;
    browser = await startChromium(
      [`http://127.0.0.1:${port}/`],
      ['--remote-debugging-port=0', '--site-per-process'],
    );
    attachment = await driver.attach(browser.process, limit());
    isolates = isolatesOf(attachment);
    do page = await isolates.next();
    while (!/Here|127\.0\.0\.1/.test(page.isolate ?? ''));
    address = await addressOfPage(browser.process.pid);
    user = await aUserAt(address);
  });

  afterAll(async () => {
    user?.close();
    await attachment?.detach();
    await browser?.end();
    server.close();
  });

  test('that goes to another site is lost, told of anew, and in another process', async () => {
    const typed = await driver.attach(await addressBook.processAt(address), limit());
    const lost = [page, typed].map(reasonOf);
    for (const one of [page, typed]) await one.sample(limit());
    await user.send('Page.navigate', { url: `http://localhost:${port}/` });
    await expect.poll(() => title(user)).toBe('Elsewhere');
    for (const one of [page, typed])
      await expect(one.sample(limit())).rejects.toMatchObject({ code: 'target-lost' });
    for (const reason of lost) expect(await reason).toBe('it went on in another process');
    const next = await isolates.next();
    expect(next.isolate).toMatch(/Elsewhere|localhost/);
    expect(next.process.pid).not.toBe(page.process.pid);
    expect(commandOf(next.process.pid)).toContain('--type=renderer');
    expect((await next.sample(limit()))['heap.used']).toBeGreaterThan(0);
    page = next;
  });

  test('whose process crashes ends what was asked of it, at once, and is told of anew when it is loaded again', async () => {
    const lost = reasonOf(page);
    // Never answered.
    user.send('Page.crash').catch(() => undefined);
    const asked = expect(page.collectGarbage?.(limit()).then(() => page.collectGarbage?.(limit()))).rejects;
    expect(await lost).toBe('its process crashed');
    await asked.toMatchObject({ code: 'target-lost' });
    await user.send('Page.navigate', { url: `http://127.0.0.1:${port}/` });
    const next = await isolates.next();
    expect(next.process.pid).not.toBe(page.process.pid);
    expect((await next.sample(limit()))['heap.used']).toBeGreaterThan(0);
    page = next;
  });

  test('a frame of another site that goes to a third is followed as well', async () => {
    const frameAt = (host: string): string =>
      `document.body.innerHTML = '<iframe src="http://${host}:${port}/"></iframe>'; undefined`;
    await user.send('Runtime.evaluate', { expression: frameAt('localhost') });
    const frame = await isolates.next();
    expect(frame.isolate).toMatch(/^iframe /);
    expect(frame.process.pid).not.toBe(page.process.pid);
    await frame.sample(limit());
    const reasons: string[] = [];
    frame.onLost((reason) => reasons.push(reason));
    const go = `document.querySelector('iframe').src = 'http://127.0.0.2:${port}/'; undefined`;
    await user.send('Runtime.evaluate', { expression: go });
    const sampled = async (): Promise<readonly string[]> => {
      await frame.sample(limit()).catch(() => undefined);
      return reasons;
    };
    await expect.poll(sampled, { timeout: 10_000 }).toEqual(['it went on in another process']);
    const next = await isolates.next();
    expect(next.isolate).toMatch(/^iframe /);
    expect(next.process.pid).not.toBe(frame.process.pid);
    expect((await next.sample(limit()))['heap.used']).toBeGreaterThan(0);
  });

  test('that is closed says so', async () => {
    const lost = reasonOf(page);
    // Its connection goes with it.
    user.send('Page.close').catch(() => undefined);
    expect(await lost).toBe('the page was closed');
  });
});

const reasonOf = (page: Attachment): Promise<string> => new Promise((resolve) => page.onLost(resolve));

async function title(user: DevtoolsSocket): Promise<unknown> {
  const asked = user.send('Runtime.evaluate', { expression: 'document.title', returnByValue: true });
  return ((await asked) as { result: { value: unknown } }).result.value;
}

async function addressOfPage(pid: number): Promise<string> {
  for (const at of await listeningPorts(pid)) {
    if (!(await inspectorVersion(at))) continue;
    const targets = (await listInspectorTargets(at)) ?? [];
    const address = targets.find(({ type, url }) => type === 'page' && url.startsWith('http'))?.webSocketUrl;
    if (address !== undefined) return address;
  }
  throw new Error('no page can be debugged');
}

/** Somebody else's DevTools at the page. */
async function aUserAt(address: string): Promise<DevtoolsSocket> {
  const socket = new WebSocket(address);
  await once(socket, 'open');
  return new DevtoolsSocket(socket);
}
