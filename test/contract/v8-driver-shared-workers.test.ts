import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { CHROMIUM, commandOf, startChromium } from '../helpers/chromium.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { testWhere } from '../helpers/where.js';

const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const WORKER = 'class WorkerItem {}; self.items = Array.from({ length: 300 }, () => new WorkerItem());';
const PAGE = `<!doctype html><title>Shares</title><script>
  navigator.serviceWorker.register('/service.js');
  window.shared = new SharedWorker('/shared.js');
</script>`;

testWhere(CHROMIUM, 'Chromium is not installed')(
  'workers that belong to no page alone are told of, with the process that they live in',
  async () => {
    const server = createServer((request, response) => {
      const isScript = request.url?.endsWith('.js');
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.end(isScript ? WORKER : PAGE);
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const browser = await startChromium([`http://127.0.0.1:${port}/`], ['--remote-debugging-port=0']);
    onTestFinished(() => browser.end());
    const attachment = await v8Driver().attach(browser.process, limit());
    onTestFinished(() => attachment.detach());
    const isolates = isolatesOf(attachment);
    const found = new Map<string, Attachment>();
    while (!found.has('service') || !found.has('shared')) {
      const isolate = await isolates.next();
      found.set(isolate.isolate?.split(' ', 1)[0] ?? '', isolate);
    }
    for (const kind of ['service', 'shared']) {
      const worker = found.get(kind) as Attachment;
      expect((await worker.sample(limit()))['heap.used']).toBeGreaterThan(0);
      expect((await collectSnapshot(worker, limit())).idsOf('WorkerItem')).toHaveLength(300);
      expect(commandOf(worker.process.pid)).toContain('--type=renderer');
    }
  },
);
