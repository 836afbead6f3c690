import type { SampleBatch } from '../store/session-store.js';

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
    for (const { target, series } of batches) {
      if (this.#told.has(target)) continue;
      const now = (name: string): number => series.get(name)?.findLast(Number.isFinite) ?? 0;
      const limit = now('heap.limit.old') || now('heap.limit') * OLD_SHARE;
      const young = now('space.new_space.used') + now('space.new_large_object_space.used');
      const used = now('heap.used') - young;
      if (limit === 0 || used < limit * this.share) continue;
      this.#told.add(target);
      this.onNear(target, used, limit);
    }
  }
}

/** V8's limit has room for the young generation in it; it dies when the old one is full. Of the usual 4 GB that is 95 %. */
const OLD_SHARE = 0.95;
