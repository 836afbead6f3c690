import type { Worker } from 'node:worker_threads';
import type { Call } from '../../shared/base/call.js';
import { Failure, saying } from '../../shared/base/failure.js';
import { revived } from './error-parts.js';
import type { FlatHeap } from './flat-heap.js';
import { Control, type FromWorker, type JobName, type ToWorker } from './messages.js';
import type { Needs } from './worker-pool.js';

/** How long a worker may go on with a job that was cancelled, ms. */
const STUBBORN = 10_000;
/** The same where the thread has nothing else to do: its end loses nothing, since columns are shared. */
const PATIENCE = 100;
/** A thread that leaves something half done on disk is not ended so soon. */
const NOT_CUT_OFF: ReadonlySet<JobName> = new Set<JobName>(['exportHeapSnapshot']);
/** How long a job may show no sign of life, ms. */
const STALLED = 120_000;
const LOOK_EVERY = 5_000;

/** A job on its way: its answer, and the other end of its input. */
export interface RunningJob<Value> {
  readonly answer: Promise<Value>;
  /** Resolves when the worker has taken enough of what came before. Fails with the job. */
  input(chunk: Uint8Array | undefined): Promise<void>;
  cancel(): void;
}

interface Entry {
  readonly job: JobName;
  readonly control: Int32Array;
  readonly call: Call;
  readonly settle: (error: Error | undefined, value?: unknown) => void;
  /** Bytes of input that the worker has not read yet. */
  waiting: number;
  readonly full: Set<() => void>;
  /** More input is to come: silence is the sender's. */
  fed: boolean;
  cancelledAt?: number;
}

/** Input that may be under way to a worker. */
const INPUT_AHEAD = 16 << 20;

/** One thread and the jobs it has. */
export class PoolWorker {
  readonly #entries = new Map<number, Entry>();
  readonly #held = new Set<string>();
  #lastId = 0;
  #beats = 0;
  #beatAt = 0;
  #looking: NodeJS.Timeout | undefined;
  #gone = false;

  constructor(
    readonly worker: Worker,
    readonly onGone: () => void,
  ) {
    worker.on('message', (message: FromWorker) => this.#take(message));
    worker.on('messageerror', (error) => this.#lost(crashed(saying(error))));
    worker.on('error', (error) => this.#lost(crashed(saying(error))));
    worker.on('exit', (status) => this.#lost(crashed(`it ended with status ${status}`)));
    worker.unref();
  }

  get jobs(): number {
    return this.#entries.size;
  }

  /** It still works on what was cancelled: it may be ended, so nothing new is given to it. */
  get leaving(): boolean {
    for (const entry of this.#entries.values()) if (entry.cancelledAt !== undefined) return true;
    return false;
  }

  /** How many of the heaps it would have to be given. */
  lacks(needs: Needs): number {
    let lacking = 0;
    for (const snapshot of needs.keys()) if (!this.#held.has(snapshot)) lacking++;
    return lacking;
  }

  widen(snapshot: string, more: FlatHeap): void {
    if (this.#held.has(snapshot)) this.#send({ kind: 'widen', snapshot, more });
  }

  forget(snapshot: string): void {
    if (this.#held.delete(snapshot)) this.#send({ kind: 'forget', snapshot });
  }

  start(job: JobName, args: readonly unknown[], needs: Needs, call: Call): RunningJob<unknown> {
    const id = ++this.#lastId;
    const control = new Int32Array(new SharedArrayBuffer(Control.length * 4));
    const cancel = (): void => this.#cancel(id);
    let settle: Entry['settle'] = () => {};
    const answer = new Promise((resolve, reject) => {
      settle = (error, value) => {
        call.signal?.removeEventListener('abort', cancel);
        if (error) reject(error);
        else resolve(value);
      };
    });
    if (this.#entries.size === 0) this.#beatAt = performance.now();
    this.#entries.set(id, { job, control, call, settle, waiting: 0, full: new Set(), fed: job === 'intake' });
    this.worker.ref();
    this.#looking ??= setInterval(() => this.#look(), LOOK_EVERY).unref();
    const heaps = [...needs].filter(([snapshot]) => !this.#held.has(snapshot));
    for (const [snapshot] of heaps) this.#held.add(snapshot);
    this.#send({
      kind: 'job',
      id,
      job,
      args,
      control,
      heaps: heaps.map(([snapshot, heap]) => ({ snapshot, heap })),
    });
    call.signal?.addEventListener('abort', cancel);
    if (call.signal?.aborted) cancel();
    return { answer, cancel, input: (chunk) => this.#input(id, chunk) };
  }

  async end(): Promise<void> {
    this.#lost(new Failure('engine-closed', 'The heap engine was closed.'));
    await this.worker.terminate();
  }

  async #input(id: number, chunk: Uint8Array | undefined): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return;
    if (!chunk) {
      entry.fed = false;
      this.#beatAt = performance.now();
      return this.#send({ kind: 'input', id, chunk: undefined });
    }
    // A copy of its own: the caller's may be a view of a pool that is used again.
    const copy = new Uint8Array(chunk);
    entry.waiting += copy.length;
    this.#send({ kind: 'input', id, chunk: copy }, [copy.buffer]);
    while (entry.waiting > INPUT_AHEAD && this.#entries.has(id))
      await new Promise<void>((resolve) => entry.full.add(resolve));
  }

  /** The caller hears at once; the worker stops when it looks at the control word. */
  #cancel(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry || entry.cancelledAt !== undefined) return;
    Atomics.store(entry.control, Control.cancelled, 1);
    entry.cancelledAt = performance.now();
    entry.settle(new Failure('cancelled', 'It was cancelled.'));
    release(entry);
    // A job that waits for input would not look.
    this.#send({ kind: 'input', id, chunk: undefined });
    setTimeout(() => this.#endIfIdle(), PATIENCE).unref();
  }

  /** Ends a thread that has only cancelled work and did not hear it. */
  #endIfIdle(): void {
    if (this.#gone || this.#entries.size === 0) return;
    for (const { job, cancelledAt } of this.#entries.values())
      if (cancelledAt === undefined || NOT_CUT_OFF.has(job)) return;
    void this.worker.terminate();
    this.#lost(crashed('it did not hear a cancel'));
  }

  #take(message: FromWorker): void {
    this.#beatAt = performance.now();
    const entry = this.#entries.get(message.id);
    if (!entry) return;
    if (message.kind === 'progress') {
      if (entry.cancelledAt === undefined)
        entry.call.onProgress?.({ done: message.done, phase: message.phase });
      return;
    }
    if (message.kind === 'taken') {
      entry.waiting -= message.bytes;
      if (entry.waiting <= INPUT_AHEAD / 2) release(entry);
      return;
    }
    this.#entries.delete(message.id);
    release(entry);
    if (message.kind === 'value') entry.settle(undefined, message.value);
    else entry.settle(revived(message.error));
    if (this.#entries.size === 0) this.#rest();
  }

  /** Ends a thread that hangs: a job that does not hear a cancel, or no sign of life with work to do. */
  #look(): void {
    const now = performance.now();
    let beats = 0;
    let busy = false;
    let stubborn = false;
    for (const entry of this.#entries.values()) {
      beats += Atomics.load(entry.control, Control.beat);
      busy ||= !entry.fed || entry.waiting > 0;
      stubborn ||= entry.cancelledAt !== undefined && now - entry.cancelledAt > STUBBORN;
    }
    if (beats !== this.#beats || !busy) this.#beatAt = now;
    this.#beats = beats;
    if (!stubborn && now - this.#beatAt < STALLED) return;
    void this.worker.terminate();
    this.#lost(crashed('it did not answer any more'));
  }

  #rest(): void {
    clearInterval(this.#looking);
    this.#looking = undefined;
    this.worker.unref();
  }

  #lost(error: Failure): void {
    if (this.#gone) return;
    this.#gone = true;
    this.onGone();
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#rest();
    for (const entry of entries) {
      release(entry);
      entry.settle(error);
    }
  }

  #send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    if (!this.#gone) this.worker.postMessage(message, transfer);
  }
}

function release(entry: Entry): void {
  for (const resume of entry.full) resume();
  entry.full.clear();
}

function crashed(why: string): Failure {
  return new Failure(
    'engine-crashed',
    `A thread of the heap engine broke down: ${why}.`,
    'Ask again: what was open is still open. If it happens again, close other snapshots to free memory.',
  );
}
