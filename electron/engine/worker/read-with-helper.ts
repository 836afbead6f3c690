import { closeSync, openSync, readSync } from 'node:fs';
import { Failure } from '../../../shared/base/failure.js';
import { stopIfCancelled, type Watch } from '../../../shared/base/watch.js';
import { HeapSnapshotReader } from '../../../shared/import/heapsnapshot/heapsnapshot-reader.js';
import { ByteStrings } from '../../../shared/model/byte-strings.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { BLOCK, DONE, FORWARDS, HELPER, type ScanPlan, Shared } from './scan-plan.js';

const CHUNK = 1 << 18;
/** Between two looks for a cancel while the other thread is waited for, ms. */
const LOOK_EVERY = 20;

/**
 * Reads a file forwards and takes over what a second thread, which runs `scanTail` on the same plan, read from its end.
 * Undefined when the two do not fit together, or the file is not as V8 writes it: then one thread must read it all.
 */
export function readWithHelper(plan: ScanPlan, watch: Watch): HeapGraph | undefined {
  const file = openSync(plan.path, 'r');
  try {
    return new ForwardScan(file, plan, watch).graph();
  } catch (error) {
    // What is wrong with a file is told by the one thread, in its own order.
    if (error instanceof Failure && error.code !== 'cancelled') return undefined;
    throw error;
  } finally {
    // The helper is told to go.
    Atomics.store(plan.state, Shared.failed, 1);
    closeSync(file);
  }
}

class ForwardScan {
  readonly #reader: HeapSnapshotReader;
  readonly #chunk = new Uint8Array(CHUNK);
  #at = 0;

  constructor(
    readonly file: number,
    readonly plan: ScanPlan,
    readonly watch: Watch,
  ) {
    this.#reader = new HeapSnapshotReader(plan.size, watch, plan.edgeMemory);
  }

  graph(): HeapGraph | undefined {
    const { plan } = this;
    const { size, claims, strings } = plan;
    for (let block = 0; this.#at < strings; block++) {
      const owner = Atomics.compareExchange(claims, block, 0, FORWARDS);
      if (owner === HELPER && !this.#takeEdges()) return undefined;
      block = Math.floor(this.#at / BLOCK);
      this.#push(Math.min(strings, (block + 1) * BLOCK));
    }
    if (Atomics.compareExchange(plan.state, Shared.strings, 0, FORWARDS) !== 0 && !this.#takeStrings())
      return undefined;
    this.#push(size);
    return this.#reader.end();
  }

  #push(to: number): void {
    while (this.#at < to) {
      const read = readSync(this.file, this.#chunk, 0, Math.min(CHUNK, to - this.#at), this.#at);
      if (read === 0) break;
      this.#reader.push(this.#chunk.subarray(0, read));
      this.#at += read;
    }
  }

  /** False as well where the helper gave the block back, which it does only with a file that is not as V8 writes it. */
  #takeEdges(): boolean {
    const { state, places, lastEdge } = this.plan;
    if (!this.#waitFor(Shared.edges)) return false;
    this.#push(places[0]);
    if (this.#at !== places[0]) return false;
    this.#at = lastEdge;
    return this.#reader.skipEdges(
      Atomics.load(state, Shared.edgeRows) >>> 0,
      Atomics.load(state, Shared.edgeLastName) >>> 0,
      lastEdge,
    );
  }

  #takeStrings(): boolean {
    const { state, places, stringMemory, strings } = this.plan;
    if (this.#at !== strings || !this.#waitFor(Shared.strings)) return false;
    const rows = Atomics.load(state, Shared.stringRows);
    const { bytes, starts } = stringMemory;
    this.#at = places[1];
    return this.#reader.skipStrings(
      new ByteStrings(bytes.subarray(0, starts[rows]), starts.subarray(0, rows + 1)),
      this.#at,
    );
  }

  #waitFor(slot: number): boolean {
    const { state } = this.plan;
    for (;;) {
      const now = Atomics.load(state, slot);
      if (now === DONE) return true;
      if (Atomics.load(state, Shared.failed) !== 0) return false;
      Atomics.wait(state, slot, now, LOOK_EVERY);
      stopIfCancelled(this.watch);
    }
  }
}
