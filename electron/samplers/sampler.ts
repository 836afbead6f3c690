import type { Overhead } from '../../shared/api/recording.js';
import type { Inventory, InventoryReason } from '../../shared/model/inventory.js';
import type { ProcessKey } from '../../shared/model/process.js';
import type { GcEvent } from '../../shared/model/session.js';
import type { Attachment } from '../drivers/driver.js';

/** Reads a set of processes at one interval, and what their runtimes say. One timer, no drift, for all of them. */
export interface Sampler {
  /**
   * Begins to read a process under the recorder's own number for it. An attachment to an isolate inside
   * a process (`attachment.isolate` set) gives its managed figures only, so that no RSS counts twice; so does what
   * is reached by an address.
   */
  add(target: number, key: ProcessKey, attachment?: Attachment): void;
  /** An attachment that came, changed or went (undefined) after `add`. */
  setAttachment(target: number, attachment: Attachment | undefined): void;
  /** Reads it no more. What was read of it and not handed out yet comes with the next batch. */
  remove(target: number): void;
  /** Called about four times a second with what came in. Returns the function that ends it. */
  onBatch(listener: (batches: readonly TargetBatch[]) => void): () => void;
  /** The process is gone. Called once a target, after its last batch; it is removed already. */
  onGone(listener: (target: number, how: string) => void): () => void;
  /**
   * Mappings, threads and descriptors of a process: once at first, then whenever its figures have moved, at most
   * every ten seconds and ever more rarely, within the share that dear readings have.
   */
  onInventory?(listener: (taken: TakenInventory) => void): () => void;
  /** The same now. Undefined where this system has none, or the target is no process or gone. */
  inventory?(target: number): Promise<Inventory | undefined>;
  overhead(): Overhead;
  /** Hands out what there is and ends. Attachments stay attached: they belong to the recorder. */
  stop(): void;
}

/** Readings of one target since the last batch. Every column is as long as `time`; NaN where there is no value. */
export interface TargetBatch {
  readonly target: number;
  readonly time: readonly number[];
  readonly series: ReadonlyMap<string, readonly number[]>;
  readonly gc: readonly GcEvent[];
}

export interface TakenInventory {
  readonly target: number;
  /** Milliseconds since the session began. */
  readonly at: number;
  readonly inventory: Inventory;
  readonly reason: InventoryReason;
}
