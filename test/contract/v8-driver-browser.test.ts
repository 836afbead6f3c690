import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { findBrowser } from '../../electron/drivers/v8/browser-port.js';
import { connectionsTo, listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { type Browser, CHROMIUM, commandOf, startChromium } from '../helpers/chromium.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { describeWhere, testWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const PAGE = new URL('../targets/page.html', import.meta.url).href;

if (!CHROMIUM) console.log('skipped: no Chromium or Chrome is installed');

describeWhere(CHROMIUM, 'Chromium is not installed')('Chromium with a debugging port', () => {
  let browser: Browser;
  let attachment: Attachment;
  let page: Attachment;

  beforeAll(async () => {
    browser = await startChromium([PAGE], ['--remote-debugging-port=0']);
    attachment = await driver.attach(browser.process, limit());
    page = await new Promise((resolve) =>
      attachment.onIsolate?.((isolate) => {
        if (isolate.isolate === 'Shop' || isolate.isolate?.includes('page.html')) resolve(isolate);
      }),
    );
  });

  afterAll(async () => {
    await attachment?.detach();
    await browser?.end();
  });

  test('counts its pages in the main process', async () => {
    expect((await attachment.sample(limit()))['pages.count']).toBeGreaterThanOrEqual(1);
    expect(attachment.version).toMatch(/^\d+\./);
  });

  test('names a page, and finds the process that it lives in', () => {
    expect(page.process.pid).not.toBe(browser.process.pid);
    expect(commandOf(page.process.pid)).toContain('--type=renderer');
  });

  test('samples a page with its DOM', async () => {
    const reading = await page.sample(limit());
    expect(reading['heap.used']).toBeGreaterThan(0);
    expect(reading['dom.nodes.count']).toBeGreaterThan(5);
    expect(reading['dom.documents.count']).toBeGreaterThanOrEqual(2);
  });

  test('takes a snapshot of a page, in progress', async () => {
    const snapshot = await collectSnapshot(page, limit());
    expect(snapshot.idsOf('BasketItem')).toHaveLength(500);
    expect(snapshot.cost.pause).toBeGreaterThan(0);
    await page.collectGarbage?.(limit());
    expect((await collectSnapshot(page, limit())).idsOf('BasketItem')).toEqual(snapshot.idsOf('BasketItem'));
  });

  test('samples allocations of a page, and counts what it holds', async () => {
    await page.allocations?.startSampling({ interval: 1024 }, limit());
    const running = await page.allocations?.samplingProfile(limit());
    expect(running?.head.callFrame.functionName).toBe('(root)');
    expect((await page.allocations?.stopSampling(limit()))?.head.children).toBeDefined();
    expect(await page.inspection?.countInstances('BasketItem', limit())).toBe(500);
    const scripts = await page.inspection?.scripts(limit());
    expect(scripts?.some(({ url }) => url.endsWith('page.html'))).toBe(true);
  });

  test('tells who holds an object of a page, live', async () => {
    const counts = await page.objects?.counts(limit());
    expect(counts?.types.find(({ name }) => name === 'BasketItem')?.count).toBe(500);
    const [holders] = (await page.inspection?.holdersOf('BasketItem', 1, limit())) ?? [];
    expect(holders?.rows.map(({ type }) => type)).toContain('Array');
  });

  test('a sink slower than the browser still gets it whole', async () => {
    let bytes = 0;
    let waiting = 0;
    let most = 0;
    await page.captureHeap?.(
      {
        write: async (chunk) => {
          most = Math.max(most, ++waiting);
          await new Promise((done) => setImmediate(done));
          waiting--;
          bytes += chunk.length;
        },
      },
      limit(),
    );
    expect(bytes).toBeGreaterThan(1e6);
    expect(most).toBe(1);
  });

  test('a child process is refused with the way round', async () => {
    const renderer = { ...browser.process, pid: page.process.pid, startTime: page.process.startTime };
    await expect(driver.attach(renderer, limit())).rejects.toMatchObject({ code: 'not-the-main-process' });
  });
});

testWhere(CHROMIUM, 'Chromium is not installed')(
  'Chromium without a debugging port is refused with the remedy',
  async () => {
    const browser = await startChromium([PAGE], []);
    try {
      await expect(driver.attach(browser.process, limit())).rejects.toMatchObject({
        code: 'inspector-closed',
        remedy: expect.stringContaining('--remote-debugging-port'),
      });
    } finally {
      await browser.end();
    }
  },
);

testWhere(CHROMIUM, 'Chromium is not installed')('Chromium that answers late is waited for', async () => {
  const browser = await startChromium([PAGE], ['--remote-debugging-port=0']);
  onTestFinished(() => browser.end());
  const { pid } = browser.process;
  const [{ port }] = await listeningPorts(pid);
  process.kill(pid, 'SIGSTOP');
  const found = findBrowser(pid, limit());
  // Asked once, given up, asked again.
  await until(async () => (await connectionsTo(pid, port)) > 0);
  await until(async () => (await connectionsTo(pid, port)) === 0);
  process.kill(pid, 'SIGCONT');
  expect((await found).browser).toMatch(/Chrome/);
});

testWhere(CHROMIUM, 'Chromium is not installed')('Chromium that ends instead is told to have', async () => {
  const browser = await startChromium([PAGE], ['--remote-debugging-port=0']);
  const { pid } = browser.process;
  const [{ port }] = await listeningPorts(pid);
  process.kill(pid, 'SIGSTOP');
  const found = expect(findBrowser(pid, limit())).rejects.toMatchObject({ code: 'target-exited' });
  await until(async () => (await connectionsTo(pid, port)) > 0);
  await browser.end();
  await found;
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
