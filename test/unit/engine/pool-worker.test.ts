import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it, vi } from 'vitest';
import { PoolWorker } from '../../../electron/engine/pool-worker.js';

/** A thread that never looks up from its first job. */
const DEAF = `require('node:worker_threads').parentPort.on('message', () => { for (;;); })`;

it('ends a thread that does not hear a cancel and has nothing else to do', async () => {
  const thread = new Worker(DEAF, { eval: true });
  const ended = once(thread, 'exit');
  let gone = 0;
  const worker = new PoolWorker(thread, () => gone++);
  const controller = new AbortController();
  const { answer } = worker.start('load', ['/nowhere'], new Map(), { signal: controller.signal });
  expect(worker.leaving).toBe(false);
  controller.abort();
  expect(worker.leaving).toBe(true);
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  await ended;
  expect(gone).toBe(1);
});

it('keeps a thread that somebody still waits for', async () => {
  const thread = new Worker(`require('node:worker_threads').parentPort.on('message', () => {})`, {
    eval: true,
  });
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  let gone = false;
  const worker = new PoolWorker(thread, () => (gone = true));
  const controller = new AbortController();
  const cancelled = worker.start('load', ['/a'], new Map(), { signal: controller.signal });
  const wanted = worker.start('load', ['/b'], new Map(), {});
  controller.abort();
  await expect(cancelled.answer).rejects.toMatchObject({ code: 'cancelled' });
  // Longer than a thread with nothing else to do would live on.
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  expect(gone).toBe(false);
  const lost = expect(wanted.answer).rejects.toMatchObject({ code: 'engine-closed' });
  await worker.end();
  await lost;
});
