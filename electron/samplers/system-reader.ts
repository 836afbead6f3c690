import type { Inventory } from '../../shared/model/inventory.js';
import type { Reading } from '../../shared/model/series.js';

/** What the system says of one process. Kept open while it is sampled. */
export interface SystemReader {
  /**
   * RSS alone, where nothing else is due at this tick: the most frequent of all readings, which makes no object. NaN where
   * `read` is to be called.
   */
  quick?(now: number): number;
  /**
   * The cheap figures, at every tick. `ended` when the process is gone: how, as far as the system says it.
   * Never waits.
   */
  read(now: number): Reading | Ended;
  /**
   * The dear figures, now and then. With `whole` the inventory comes with those figures that are made from the same
   * mappings. Throws where they may not be read.
   */
  readSlowly?(managed: Reading, whole: boolean): Promise<SlowReading>;
  /** Every mapping, thread and descriptor, as far as they may be read, and the account made of them; undefined where the process is gone. */
  inventory?(managed: Reading): Promise<SlowReading | undefined>;
  close(): void;
}

export interface Ended {
  /** `exited with status 1`, `killed by SIGKILL`, or only `exited`. */
  readonly ended: string;
}

export interface SlowReading {
  readonly reading: Reading;
  readonly inventory?: Inventory;
}
