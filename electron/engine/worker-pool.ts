import { Worker } from 'node:worker_threads';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { FlatHeap } from './flat-heap.js';
import type { EngineJobs, JobName, WorkerData } from './messages.js';
import { PoolWorker, type RunningJob } from './pool-worker.js';

export interface PoolOptions {
  readonly workerUrl: URL;
  /** Threads at most. They start when there is work for them. */
  readonly threads: number;
  /** Bytes that one thread may keep answers in. */
  readonly keptBytes: number;
}

/** Which heaps a job needs, by snapshot: a worker that holds them is preferred. */
export type Needs = ReadonlyMap<string, FlatHeap>;

/** Worker threads that do the engine's jobs. One that dies loses its jobs and is replaced. */
export class WorkerPool {
  readonly #workers = new Set<PoolWorker>();
  #closed = false;

  constructor(readonly options: PoolOptions) {}

  start<Name extends JobName>(
    job: Name,
    args: Parameters<EngineJobs[Name]>,
    needs: Needs,
    call: Call = {},
  ): RunningJob<Awaited<ReturnType<EngineJobs[Name]>>> {
    if (this.#closed) throw new Failure('engine-closed', 'The heap engine was closed.');
    return this.#choose(needs).start(job, args, needs, call) as RunningJob<never>;
  }

  run<Name extends JobName>(
    job: Name,
    args: Parameters<EngineJobs[Name]>,
    needs: Needs = NOTHING,
    call: Call = {},
  ): Promise<Awaited<ReturnType<EngineJobs[Name]>>> {
    return this.start(job, args, needs, call).answer;
  }

  /** For the threads that hold it: they keep what they worked out themselves. */
  widen(snapshot: string, more: FlatHeap): void {
    for (const worker of this.#workers) worker.widen(snapshot, more);
  }

  forget(snapshot: string): void {
    for (const worker of this.#workers) worker.forget(snapshot);
  }

  get busy(): boolean {
    for (const worker of this.#workers) if (worker.jobs > 0) return true;
    return false;
  }

  get threads(): number {
    return this.options.threads;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#workers].map((worker) => worker.end()));
  }

  /** An idle worker that holds what is needed; then any idle one; then a new one; then the least busy. */
  #choose(needs: Needs): PoolWorker {
    const cost = (worker: PoolWorker): number => worker.jobs * 100 + worker.lacks(needs);
    let best: PoolWorker | undefined;
    let staying = 0;
    for (const worker of this.#workers) {
      if (worker.leaving) continue;
      staying++;
      if (!best || cost(worker) < cost(best)) best = worker;
    }
    if (best && (best.jobs === 0 || staying >= this.options.threads)) return best;
    const worker = new PoolWorker(
      new Worker(this.options.workerUrl, {
        workerData: { keptBytes: this.options.keptBytes } satisfies WorkerData,
        resourceLimits: { maxYoungGenerationSizeMb: 8 },
      }),
      () => this.#workers.delete(worker),
    );
    this.#workers.add(worker);
    return worker;
  }
}

const NOTHING: Needs = new Map();
