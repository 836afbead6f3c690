import type { SnapshotId } from '../../../shared/base/brand.js';
import { Failure } from '../../../shared/base/failure.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';
import { type FlatHeap, unflatten } from '../flat-heap.js';

/** The heaps that this thread can answer about. Their columns are shared: holding one costs next to nothing. */
export class HeldHeaps {
  readonly #heaps = new Map<string, HeapIndex>();

  hold(snapshot: string, heap: FlatHeap): void {
    this.#heaps.set(snapshot, unflatten(heap) as HeapIndex);
  }

  /** In place: what is kept for the next question goes by the index itself. */
  widen(snapshot: string, more: FlatHeap): void {
    const heap = this.#heaps.get(snapshot);
    if (heap) Object.assign(heap, unflatten(more));
  }

  get(snapshot: SnapshotId | string): HeapIndex {
    const heap = this.#heaps.get(snapshot);
    if (!heap) throw new Failure('snapshot-not-open', 'This snapshot is not open.', 'Open it again.');
    return heap;
  }

  forget(snapshot: string): void {
    this.#heaps.delete(snapshot);
  }
}
