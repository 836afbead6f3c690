import { Failure, saying } from '../../shared/base/failure.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { CallJobs, type Pause, type ShapedCalls } from './call-jobs.js';
import type { CallAnswer, CallAsk, CallWork, SentCalls, SentShape } from './call-messages.js';
import type { Calls } from './calls-of.js';

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
      const value = await worked(known.jobs, job, pause);
      if (job.kind === 'shape') {
        const { sent, buffers } = sentShape(value as ShapedCalls, known.tree);
        port.postMessage({ kind: 'done', id, value: sent }, buffers);
      } else port.postMessage({ kind: 'done', id, value: value as Uint8Array }, []);
    } catch (error) {
      if (cancelled.has(id)) return;
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

const worked = (jobs: CallJobs, work: CallWork, pause: Pause): Promise<unknown> => {
  switch (work.kind) {
    case 'shape':
      return jobs.shape(work.shape, work.order, pause);
    case 'search':
      return jobs.search(work.shape, work.text, pause);
    case 'write':
      return jobs.write(work.shape, work.format, work.facts, pause);
  }
};

/** Until the messages that have arrived are taken. */
const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Columns that stay here are copied, so that what is sent can be handed over without a copy at the other end. */
function sentShape(
  { upright, calls, layout }: ShapedCalls,
  given: CallTree,
): { readonly sent: SentShape; readonly buffers: ArrayBuffer[] } {
  const buffers = new Set<ArrayBuffer>();
  const over = <Column extends Float64Array | Uint32Array | Int32Array>(column: Column): Column => {
    buffers.add(column.buffer as ArrayBuffer);
    return column;
  };
  const kept = <Column extends Float64Array | Uint32Array | Int32Array>(column: Column): Column =>
    over(column.slice() as Column);
  const sentCalls = ({ tree, total, width, base }: Calls): SentCalls => {
    const { frames: _, self, count, parent, frame, baseSelf, baseCount, first, length } = tree;
    const sums = { total: over(total), width: over(width), ...(base ? { baseTotal: over(base.total) } : {}) };
    if (tree === given) return sums;
    return {
      ...sums,
      tree: {
        ...{ length, self: kept(self), count: kept(count), parent: kept(parent), frame: kept(frame) },
        ...(baseSelf && baseCount ? { baseSelf: kept(baseSelf), baseCount: kept(baseCount) } : {}),
        ...(first ? { first: kept(first) } : {}),
      },
    };
  };
  const sent = {
    upright: sentCalls(upright),
    ...(calls === upright ? {} : { calls: sentCalls(calls) }),
    layout: {
      ...layout,
      ...{ row: over(layout.row), left: over(layout.left), position: over(layout.position) },
      ...{ firstChild: over(layout.firstChild), levels: over(layout.levels) },
    },
  };
  return { sent, buffers: [...buffers] };
}
