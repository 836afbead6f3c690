import { sizeText } from '../../shared/base/quantity.js';
import { FULL_HEAP } from '../../shared/model/full-heap.js';
import type { SampleBatch } from '../store/session-store.js';

/** Bytes of V8's old generation, which ends the process when it is full, and what it may have. */
export interface FilledHeap {
  readonly used: number;
  readonly limit: number;
}

/** By the newest readings of a batch; undefined where it tells no limit. */
export function filledHeap({ series }: SampleBatch): FilledHeap | undefined {
  const now = (name: string): number => series.get(name)?.findLast(Number.isFinite) ?? 0;
  const limit = now('heap.limit.old') || now('heap.limit') * OLD_SHARE;
  const young = now('space.new_space.used') + now('space.new_large_object_space.used');
  return limit > 0 ? { used: now('heap.used') - young, limit } : undefined;
}

/** V8's limit has room for the young generation in it; it dies when the old one is full. Of the usual 4 GB that is 95 %. */
const OLD_SHARE = 0.95;

/** Remembers how full heaps were, to say it of a process that is gone. */
export class LastHeaps {
  readonly #last = new Map<number, FilledHeap>();

  look(batches: readonly SampleBatch[]): void {
    for (const batch of batches) {
      const heap = filledHeap(batch);
      if (heap) this.#last.set(batch.target, heap);
    }
  }

  /** Undefined for one that had room left. */
  wordsFor(target: number): string | undefined {
    const heap = this.#last.get(target);
    if (!heap || heap.used < heap.limit * FULL) return undefined;
    return `${FULL_HEAP}: ${sizeText(heap.used)} of ${sizeText(heap.limit)}`;
  }
}

/** V8 collects and collects before it gives up: the last sample stands somewhat below the limit. */
const FULL = 0.9;
