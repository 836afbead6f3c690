import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attachment } from '../../electron/drivers/driver.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { type Browser, CHROMIUM, commandOf, startChromium } from '../helpers/chromium.js';
import { readHeap } from '../helpers/read-heap.js';
import { describeWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

/** A page with a worker, a frame of another site, and an element that is in no document any more. */
const pages = (port: number): Readonly<Record<string, readonly [type: string, text: string]>> => ({
  '/': [
    'text/html',
    `<!doctype html><title>Outer</title><iframe src="http://localhost:${port}/inner"></iframe><script>
      const gone = document.body.appendChild(document.createElement('section'));
      gone.append(...Array.from({ length: 20 }, () => document.createElement('p')));
      gone.remove();
      window.kept = gone;
      window.worker = new Worker('/worker.js');
    </script>`,
  ],
  '/inner': ['text/html', '<!doctype html><title>Inner</title><script>window.inner = true</script>'],
  '/worker.js': [
    'text/javascript',
    'class WorkerItem {}; self.items = Array.from({ length: 300 }, () => new WorkerItem());',
  ],
});

describeWhere(CHROMIUM, 'Chromium is not installed')(
  'a page with a worker and a frame of another site',
  () => {
    let browser: Browser;
    let attachment: Attachment;
    let page: Attachment;
    let worker: Attachment;
    let frame: Attachment;
    const server = createServer((request, response) => {
      const { port } = server.address() as { port: number };
      const [type, text] = pages(port)[request.url ?? ''] ?? ['text/plain', ''];
      response.setHeader('content-type', type).end(text);
    });

    beforeAll(async () => {
      server.listen(0);
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      browser = await startChromium(
        [`http://127.0.0.1:${port}/`],
        ['--remote-debugging-port=0', '--site-per-process'],
      );
      attachment = await driver.attach(browser.process, limit());
      const found = new Map<string, Attachment>();
      await new Promise<void>((resolve) =>
        attachment.onIsolate?.((isolate) => {
          const name = isolate.isolate ?? '';
          const kind = name.startsWith('worker') ? 'worker' : name.startsWith('iframe') ? 'iframe' : 'page';
          found.set(kind, isolate);
          if (found.size === 3) resolve();
        }),
      );
      const of = (kind: string): Attachment => found.get(kind) as Attachment;
      [page, worker, frame] = [of('page'), of('worker'), of('iframe')];
    });

    afterAll(async () => {
      await attachment?.detach();
      await browser?.end();
      server.close();
    });

    test('each lives in its own process: the worker in that of its page, the frame in another', () => {
      for (const { process } of [page, worker, frame])
        expect(commandOf(process.pid)).toContain('--type=renderer');
      expect(worker.process.pid).toBe(page.process.pid);
      expect(frame.process.pid).not.toBe(page.process.pid);
    });

    test('each is sampled and gives its heap', async () => {
      for (const isolate of [page, worker, frame])
        expect((await isolate.sample(limit()))['heap.used']).toBeGreaterThan(0);
      const names = namesOf(await heapOf(worker));
      expect(names.filter((name) => name === 'WorkerItem').length).toBeGreaterThanOrEqual(300);
    });

    test('elements that are in no document are told as detached', async () => {
      const graph = await heapOf(page);
      const detached = namesOf(graph).filter(
        (name, node) => /<p>/.test(name) && graph.detachedness?.[node] === 2,
      );
      expect(detached).toHaveLength(20);
    });
  },
);

async function heapOf(isolate: Attachment) {
  const chunks: Uint8Array[] = [];
  await isolate.captureHeap?.({ write: async (chunk) => void chunks.push(chunk.slice()) }, limit());
  return readHeap(Buffer.concat(chunks));
}

const namesOf = (graph: ReturnType<typeof readHeap>): readonly string[] =>
  Array.from(graph.name, (row) => graph.strings.at(row) ?? '');
