import type { SnapshotSummary } from '../../shared/api/snapshots.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { EngineCall } from './heap-engine.js';
import { unlessAborted } from './unless-aborted.js';

/** Loads under way, so that two who ask for the same snapshot wait for the same one. */
export class LoadingHeaps {
  readonly #loading = new Map<
    SnapshotId,
    { readonly answer: Promise<SnapshotSummary>; readonly controller: AbortController; wanted: number }
  >();

  /** How many are under way. */
  get count(): number {
    return this.#loading.size;
  }

  get all(): readonly SnapshotId[] {
    return [...this.#loading.keys()];
  }

  /** The load that runs already, or the one that `begin` starts. It is stopped when all who asked have gone. */
  async once(
    snapshot: SnapshotId,
    call: EngineCall | undefined,
    begin: (signal: AbortSignal) => Promise<SnapshotSummary>,
  ): Promise<SnapshotSummary> {
    let entry = this.#loading.get(snapshot);
    if (!entry || entry.controller.signal.aborted) {
      const controller = new AbortController();
      const started = { answer: begin(controller.signal), controller, wanted: 0 };
      const forget = (): void => {
        if (this.#loading.get(snapshot) === started) this.#loading.delete(snapshot);
      };
      started.answer.then(forget, forget);
      this.#loading.set(snapshot, started);
      entry = started;
    }
    const { answer, controller } = entry;
    const joined = entry;
    joined.wanted++;
    const leave = (): void => {
      if (--joined.wanted === 0) controller.abort();
    };
    const signal = call?.signal;
    if (!signal) return answer;
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    try {
      return await unlessAborted(signal, answer);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  cancel(snapshot: SnapshotId): void {
    this.#loading.get(snapshot)?.controller.abort();
  }
}
