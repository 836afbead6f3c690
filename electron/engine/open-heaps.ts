import type { SnapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import { bytesOf, type FlatHeap, joined } from './flat-heap.js';
import type { OpenedHeap } from './messages.js';

/** Kept whatever they weigh: a comparison of three needs three at once. */
const ALWAYS_KEPT = 3;

/** The snapshots that are open, least recently used first, within a limit of bytes. */
export class OpenHeaps {
  readonly #heaps = new Map<SnapshotId, OpenedHeap & { readonly bytes: number }>();
  #bytes = 0;

  constructor(
    readonly limit: number,
    readonly onDropped: (snapshot: SnapshotId) => void,
  ) {}

  add(snapshot: SnapshotId, heap: OpenedHeap): void {
    this.drop(snapshot);
    this.#put(snapshot, heap);
  }

  #put(snapshot: SnapshotId, heap: OpenedHeap): void {
    const bytes = bytesOf(heap.heap);
    this.#heaps.set(snapshot, { ...heap, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#heaps.keys()) {
      if (this.#bytes <= this.limit || this.#heaps.size <= ALWAYS_KEPT) break;
      this.drop(oldest);
    }
  }

  get all(): readonly SnapshotId[] {
    return [...this.#heaps.keys()];
  }

  /** Unlike `has` no use of it. */
  holds(snapshot: SnapshotId): boolean {
    return this.#heaps.has(snapshot);
  }

  /** Also counts as a use: who asks is about to ask more. */
  has(snapshot: SnapshotId): boolean {
    const heap = this.#heaps.get(snapshot);
    if (!heap) return false;
    this.#heaps.delete(snapshot);
    this.#heaps.set(snapshot, heap);
    return true;
  }

  get(snapshot: SnapshotId): OpenedHeap {
    const heap = this.has(snapshot) ? this.#heaps.get(snapshot) : undefined;
    if (!heap)
      throw new Failure('snapshot-not-open', 'This snapshot is not open any more.', 'Open it again.');
    return heap;
  }

  /** The same with more worked out. False where it has been dropped. */
  widen(snapshot: SnapshotId, more: FlatHeap): boolean {
    const heap = this.#heaps.get(snapshot);
    if (!heap) return false;
    this.#heaps.delete(snapshot);
    this.#bytes -= heap.bytes;
    this.#put(snapshot, { heap: joined(heap.heap, more), summary: heap.summary });
    return true;
  }

  /** Whether so many bytes more drop nobody. */
  hasRoomFor(bytes: number): boolean {
    return this.#bytes + bytes <= this.limit;
  }

  drop(snapshot: SnapshotId): void {
    const heap = this.#heaps.get(snapshot);
    if (!heap) return;
    this.#heaps.delete(snapshot);
    this.#bytes -= heap.bytes;
    this.onDropped(snapshot);
  }

  clear(): void {
    for (const snapshot of [...this.#heaps.keys()]) this.drop(snapshot);
  }
}
