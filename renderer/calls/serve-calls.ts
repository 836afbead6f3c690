import { Failure, saying } from '../../shared/base/failure.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { CallJobs, type Pause } from './call-jobs.js';
import type { CallAnswer, CallAsk, CallValue, SentShape } from './call-messages.js';
import { SentColumns } from './sent-calls.js';

/** One end of a channel, as a worker and a MessagePort have it. */
export interface CallPort {
  postMessage(message: CallAnswer, transfer: Transferable[]): void;
}

type Job = Extract<CallAsk, { readonly id: number; readonly tree: number }>;

/**
 * Answers what the page asks of its trees, one question after the other. Between two parts of a work it hears what came
 * meanwhile: a question that nobody wants any more ends there. Returns what takes a message.
 */
export function serveCalls(port: CallPort): (message: CallAsk) => void {
  const held = new Map<number, { readonly tree: CallTree; readonly jobs: CallJobs }>();
  const waiting: Job[] = [];
  const cancelled = new Set<number>();
  let busy = false;

  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let job = waiting.shift(); job; job = waiting.shift()) await answer(job);
    cancelled.clear();
    busy = false;
  };
  const answer = async (job: Job): Promise<void> => {
    const { id } = job;
    const pause: Pause = async (done) => {
      port.postMessage({ kind: 'progress', id, done }, []);
      await heard();
      if (cancelled.has(id)) throw new Failure('cancelled', 'It was cancelled.');
    };
    try {
      await pause(0);
      const known = held.get(job.tree);
      if (!known) throw new Failure('no-tree', 'These calls are no longer there.', 'Ask for them again.');
      const sent = new SentColumns(known.tree);
      const early = (value: SentShape, buffers: ArrayBuffer[]): void =>
        port.postMessage({ kind: 'early', id, value }, buffers);
      const value = await worked(known, job, pause, sent, early);
      port.postMessage({ kind: 'done', id, value }, sent.buffers);
    } catch (error) {
      if (cancelled.has(id)) return port.postMessage({ kind: 'cancelled', id }, []);
      const { code, remedy } = error instanceof Failure ? error : { code: 'failed', remedy: undefined };
      port.postMessage(
        { kind: 'failed', id, code, message: saying(error), ...(remedy ? { remedy } : {}) },
        [],
      );
    }
  };
  return (message) => {
    switch (message.kind) {
      case 'hold':
        held.set(message.tree, { tree: message.columns, jobs: new CallJobs(message.columns) });
        return;
      case 'drop':
        held.delete(message.tree);
        return;
      case 'cancel':
        cancelled.add(message.id);
        return;
      default:
        waiting.push(message);
        void run();
    }
  };
}

async function worked(
  { tree, jobs }: { readonly tree: CallTree; readonly jobs: CallJobs },
  work: Job,
  pause: Pause,
  sent: SentColumns,
  early: (value: SentShape, buffers: ArrayBuffer[]) => void,
): Promise<CallValue> {
  switch (work.kind) {
    case 'shape': {
      let sentEarly = false;
      const shaped = await jobs.shape(work.shape, work.order, pause, (value) => {
        const columns = new SentColumns(tree);
        early(columns.shape(value, true), columns.buffers);
        sentEarly = true;
      });
      return sentEarly ? sent.rest(shaped) : sent.shape(shaped, false);
    }
    case 'search':
      return jobs.search(work.shape, work.text, pause);
    case 'sandwich':
      return sent.sandwich(await jobs.sandwich(work.shape, work.frame, work.order, pause));
    case 'places':
      return sent.places(await jobs.places(work.shape, work.by, work.sort, work.text, pause));
    case 'lines':
      return jobs.lines(work.file, work.measure, pause);
    case 'write':
      return jobs.write(work.shape, work.format, work.facts, pause);
  }
}

/** Until the messages that have arrived are taken. */
const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
