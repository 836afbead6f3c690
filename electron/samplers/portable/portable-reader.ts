import { LEDGER_PREFIX } from '../../../shared/model/ledger.js';
import type { ProcessKey } from '../../../shared/model/process.js';
import type { Region } from '../../../shared/model/region.js';
import type { Reading } from '../../../shared/model/series.js';
import { type ProcessRow, processRows } from '../../processes/portable/process-rows.js';
import type { LedgerOf } from '../linux/slow-reader.js';
import type { Ended, SlowReading, SystemReader } from '../system-reader.js';

/** ms. A look at all processes costs 20 ms or more; all readers share it. */
const INTERVAL = 1000;

/**
 * RSS and CPU of one process where there is no /proc (macOS, Windows, BSD), once a second. Its account has what the runtime
 * says of its heap; of the rest no mapping tells what it is.
 */
export class PortableReader implements SystemReader {
  #row: ProcessRow | undefined;
  #fresh: Reading | undefined;
  #ended = false;
  #missed = false;
  #asking = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly key: ProcessKey,
    private readonly ledger: LedgerOf | undefined,
    private readonly rows: () => Promise<readonly ProcessRow[]> = processRows,
  ) {}

  read(now: number): Reading | Ended {
    if (this.#ended) return { ended: 'exited' };
    if (!this.#asking && now - this.#askedAt >= INTERVAL) this.#ask(now);
    const reading = this.#fresh ?? {};
    this.#fresh = undefined;
    return reading;
  }

  async readSlowly(managed: Reading): Promise<SlowReading> {
    if (!this.ledger || !this.#row) return { reading: {} };
    const { entries } = this.ledger({ regions: [whole(this.#row.rss)], reading: managed });
    const told = entries.filter(({ id }) => id === 'unexplained' || FROM_RUNTIMES.has(id));
    return { reading: Object.fromEntries(told.map(({ id, bytes }) => [LEDGER_PREFIX + id, bytes])) };
  }

  close(): void {}

  #ask(now: number): void {
    this.#asking = true;
    this.#askedAt = now;
    this.rows()
      .then(
        (rows) => {
          const row = rows.find(({ pid }) => pid === this.key.pid);
          // A PID that was given to another is told by another start.
          const gone = !row || row.ended || row.startTime !== this.key.startTime;
          // A look that was shared may be older than the process.
          this.#ended = gone && this.#missed;
          this.#missed = gone;
          if (!row || gone) return;
          this.#row = row;
          this.#fresh = { rss: row.rss, cpu: row.cpu };
        },
        // No answer is no end.
        () => undefined,
      )
      .finally(() => {
        this.#asking = false;
      });
  }
}

/** Entries that a runtime tells; the others would be zero, and they are not: they are not known. */
const FROM_RUNTIMES: ReadonlySet<string> = new Set([
  'heap.used',
  'heap.free',
  'arrayBuffers',
  'external',
  'malloc.used',
  'malloc.free',
]);

/** All of a process as one mapping of which nothing is known. */
const whole = (rss: number): Region => ({
  ...{ start: 1, end: 1 + rss, rights: 'rw-p', kind: 'anonymous', name: '', rss, pss: rss, uss: rss },
  ...{ anonymous: rss, swap: 0, huge: 0, lazyFree: 0, hugetlb: 0 },
});
