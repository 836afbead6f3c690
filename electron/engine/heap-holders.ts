import type { SnapshotId } from '../../shared/base/brand.js';
import { bytesOf, type FlatHeap } from './flat-heap.js';
import type { OpenHeaps } from './open-heaps.js';
import type { WorkerPool } from './worker-pool.js';

/** How long the engine is to be idle before it works ahead, ms. */
const IDLE = 300;
/** A number a node, and what the numbers stand for. */
const PATH_BYTES = 8;

/**
 * Who holds whom, for every open heap: a third of its bytes, which opening and comparing do without. It is worked out when
 * the first question needs it, or ahead of that while nobody asks anything, once for all threads. The paths that follow from
 * it are only worked out ahead, and only where there is room.
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
    const { heap } = this.open.get(snapshot);
    if ('retainers' in (heap.tree as object)) return Promise.resolve();
    const known = this.#ready.get(snapshot);
    if (known) return known;
    const made = this.#make(snapshot, heap).finally(() => this.#ready.delete(snapshot));
    this.#ready.set(snapshot, made);
    return made;
  }

  /** Resolves at once where nobody makes them. */
  async underWay(snapshot: SnapshotId): Promise<void> {
    await this.#ready.get(snapshot);
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
    const made = this.open.holds(next) ? this.ready(next).then(() => this.#paths(next)) : Promise.resolve();
    made.then(
      () => this.#wait(),
      () => this.#wait(),
    );
  }

  /** While that is asked for nobody waits: it must not drop a heap. */
  async #paths(snapshot: SnapshotId): Promise<void> {
    if (!this.open.holds(snapshot)) return;
    const { heap, summary } = this.open.get(snapshot);
    const bytes = summary.nodes * PATH_BYTES;
    if ('paths' in (heap.tree as object) || !this.open.hasRoomFor(bytes)) return;
    if (this.pool.busy) {
      this.#due.add(snapshot);
      return;
    }
    const paths = await this.pool.run('paths', [snapshot], new Map([[snapshot, heap]]));
    if (paths && this.open.hasRoomFor(bytesOf(paths))) this.#widen(snapshot, paths);
  }

  async #make(snapshot: SnapshotId, heap: FlatHeap): Promise<void> {
    this.#widen(snapshot, await this.pool.run('retainers', [snapshot], new Map([[snapshot, heap]])));
  }

  #widen(snapshot: SnapshotId, more: FlatHeap): void {
    if (this.open.widen(snapshot, more)) this.pool.widen(snapshot, more);
  }
}
