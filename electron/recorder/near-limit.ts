import type { SampleBatch } from '../store/session-store.js';
import { filledHeap } from './filled-heap.js';

export interface NearLimitOptions {
  /** Of the heap's limit, 0 to 1. */
  readonly share: number;
  readonly take: 'snapshot' | 'profile';
}

/** Sees in the samples that a target's heap comes near the limit where V8 ends the process. Once for each target. */
export class NearLimit {
  readonly #told = new Set<number>();

  constructor(
    private readonly share: number,
    private readonly onNear: (target: number, used: number, limit: number) => void,
  ) {}

  look(batches: readonly SampleBatch[]): void {
    for (const batch of batches) {
      const { target } = batch;
      if (this.#told.has(target)) continue;
      const heap = filledHeap(batch);
      if (!heap) continue;
      const { used, limit } = heap;
      if (used < limit * this.share) continue;
      this.#told.add(target);
      this.onNear(target, used, limit);
    }
  }
}
