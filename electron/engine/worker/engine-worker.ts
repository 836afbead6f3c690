import { parentPort, workerData } from 'node:worker_threads';
import { limitKeptAnswers } from '../../../shared/analysis/kept-answers.js';
import { collectSoon } from '../collect-garbage.js';
import { partsOf } from '../error-parts.js';
import type { FromWorker, ToWorker, WorkerData } from '../messages.js';
import { answers } from './answers.js';
import { HeldHeaps } from './held-heaps.js';
import { JobInput } from './job-input.js';
import { JobWatch } from './job-watch.js';
import { engineJobs } from './jobs.js';

/** A thread of the heap engine: does one job after the other; one that waits for input lets others pass. */
const port = parentPort;
if (!port) throw new Error('this file is a worker: start it from the heap engine');

limitKeptAnswers((workerData as WorkerData).keptBytes);
const heaps = new HeldHeaps();
const answer = answers(heaps);
const inputs = new Map<number, JobInput>();
const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer);

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'widen':
      heaps.widen(message.snapshot, message.more);
      return;
    case 'forget':
      heaps.forget(message.snapshot);
      // Until then its columns stay: this thread sees small objects only.
      collectSoon();
      return;
    case 'input':
      inputs.get(message.id)?.put(message.chunk);
      return;
    default:
      void work(message);
  }
});

async function work(message: ToWorker & { readonly kind: 'job' }): Promise<void> {
  const { id, job, args, control } = message;
  const watch = new JobWatch(control, (done, phase) => send({ kind: 'progress', id, done, phase }));
  const input = new JobInput((bytes) => send({ kind: 'taken', id, bytes }));
  inputs.set(id, input);
  try {
    for (const { snapshot, heap } of message.heaps) heaps.hold(snapshot, heap);
    const jobs = engineJobs({ heaps, answer, watch, input });
    const run = jobs[job] as (...given: readonly unknown[]) => Promise<unknown>;
    const value = await run(...args);
    send({ kind: 'value', id, value });
  } catch (error) {
    send({ kind: 'error', id, error: partsOf(error) });
  } finally {
    inputs.delete(id);
  }
}
