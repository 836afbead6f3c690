import type { SnapshotId } from '../../shared/base/brand.js';
import type { FlatHeap } from './flat-heap.js';
import type { OpenHeaps } from './open-heaps.js';
import type { WorkerPool } from './worker-pool.js';

/** How long the engine is to be idle before it works ahead, ms. */
const IDLE = 300;

/**
 * Who holds whom, for every open heap: a third of its bytes, which opening and comparing do without. It is worked out when
 * the first question needs it, or ahead of that while nobody asks anything, once for all threads.
 */
export class HeapHolders {
  readonly #ready = new Map<SnapshotId, Promise<void>>();
  readonly #due = new Set<SnapshotId>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly pool: WorkerPool,
    readonly open: OpenHeaps,
  ) {}

  /** Resolves when questions about holders can be asked of any thread. Throws a Failure where the snapshot is not open. */
  ready(snapshot: SnapshotId): Promise<void> {
    this.#due.delete(snapshot);
    const { heap } = this.open.get(snapshot);
    if ('retainers' in (heap.tree as object)) return Promise.resolve();
    const known = this.#ready.get(snapshot);
    if (known) return known;
    const made = this.#make(snapshot, heap).finally(() => this.#ready.delete(snapshot));
    this.#ready.set(snapshot, made);
    return made;
  }

  /** A heap was opened: its holders are worked out as soon as nothing else is to do. */
  soon(snapshot: SnapshotId): void {
    this.#due.add(snapshot);
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#due.clear();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ahead(), IDLE).unref();
  }

  #ahead(): void {
    const [next] = this.#due;
    if (next === undefined) return;
    if (this.pool.busy) {
      this.#wait();
      return;
    }
    this.#due.delete(next);
    // Whoever asks is told; nobody has asked yet. Dropped in the meantime, it is not needed.
    if (this.open.holds(next))
      this.ready(next).then(
        () => this.#wait(),
        () => this.#wait(),
      );
    else this.#wait();
  }

  async #make(snapshot: SnapshotId, heap: FlatHeap): Promise<void> {
    this.open.widen(snapshot, await this.pool.run('retainers', [snapshot], new Map([[snapshot, heap]])));
  }
}
