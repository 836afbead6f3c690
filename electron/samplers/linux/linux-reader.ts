import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import type { ProcessKey } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import {
  CLOCK_TICKS,
  PAGE_SIZE,
  readProcStatFrom,
  tally,
  tallyFrom,
} from '../../processes/linux/proc-stat.js';
import type { Ended, SlowReading, SystemReader } from '../system-reader.js';
import { howEnded } from './how-ended.js';
import { type LedgerOf, SlowReader } from './slow-reader.js';

const ZOMBIE = 0x5a;
const DEAD = 0x58;
/** Figures that cost more or are coarse are read this often, ms. */
const SECOND = 990;
/** After a change threads and descriptors are counted at every tick for so long, ms. */
const BUSY = 3000;

/**
 * One process through files of /proc that stay open: they belong to the process, not to its PID, and a
 * read is 1 µs. At every tick statm; threads and descriptors (two fstat, four times
 * the price) where their number has changed lately, else once a second, as stat: CPU time comes in steps of 10 ms.
 */
export class LinuxReader implements SystemReader {
  readonly #stat: number;
  readonly #statm: number;
  readonly #tasks: number;
  /** -1 where we may not look. */
  readonly #descriptors: number;
  #cpuTicks = -1;
  #cpuAt = 0;
  #secondAt = Number.NEGATIVE_INFINITY;
  #threads = 0;
  #fds = 0;
  /** Until when threads and descriptors are counted at every tick: their number has just changed. */
  #countUntil = Number.NEGATIVE_INFINITY;
  #oomKills: (() => number | undefined) | undefined;
  readonly #oomKillsBefore: number | undefined;
  readonly #slow: SlowReader;
  #closed = false;

  constructor(
    readonly key: ProcessKey,
    /** Counts the kills for lack of memory in the process's control group; asked when it has gone. */
    oomKills?: () => number | undefined,
    ledger?: LedgerOf,
  ) {
    const path = `/proc/${key.pid}`;
    this.#stat = opened(`${path}/stat`);
    this.#statm = opened(`${path}/statm`);
    this.#tasks = opened(`${path}/task`);
    this.#descriptors = opened(`${path}/fd`);
    this.#oomKills = oomKills;
    this.#oomKillsBefore = oomKills?.();
    this.#slow = new SlowReader(key.pid, ledger);
  }

  quick(now: number): number {
    if (now - this.#secondAt >= SECOND || now < this.#countUntil) return Number.NaN;
    // 0 is a zombie, or a process whose main thread ended before the others.
    return this.#resident() || Number.NaN;
  }

  read(now: number): Reading | Ended {
    const rss = this.#resident();
    const rare = !(rss > 0) || now - this.#secondAt >= SECOND;
    if (!rare) return now < this.#countUntil ? this.#counts({ rss }, now) : { rss };
    this.#secondAt = now;
    if (!tallyFrom(this.#stat) || tally.startTime !== this.key.startTime)
      return { ended: this.#withoutStatus() };
    const { state, threads, ticks, exitCode } = tally;
    if ((state === ZOMBIE || state === DEAD) && threads <= 1) return { ended: this.#withStatus(exitCode) };
    const figures = this.#counts(rss > 0 ? { rss } : {}, now, threads);
    const cpu = this.#cpu(ticks, now);
    if (cpu !== undefined) figures['cpu'] = cpu;
    return figures;
  }

  async readSlowly(managed: Reading, whole: boolean): Promise<SlowReading> {
    const read = await this.#slow.read(managed, whole);
    return this.#still() ? read : { reading: {} };
  }

  async inventory(managed: Reading): Promise<SlowReading | undefined> {
    const read = await this.#slow.inventory(managed);
    return this.#still() ? read : undefined;
  }

  /** What was read by PID is the process's own only if it is still there afterwards. */
  #still(): boolean {
    return !this.#closed && readProcStatFrom(this.#stat)?.startTime === this.key.startTime;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const fd of [this.#stat, this.#statm, this.#tasks, this.#descriptors]) if (fd >= 0) closeSync(fd);
  }

  /** Bytes; NaN when the process is gone. */
  #resident(): number {
    try {
      return residentIn(buffer, readSync(this.#statm, buffer, 0, buffer.length, 0)) * PAGE_SIZE;
    } catch {
      return Number.NaN;
    }
  }

  /** Adds them. While they stay the same they are counted once a second, the threads by its stat: `known`. */
  #counts(figures: Figures, now: number, known?: number): Figures {
    try {
      figures['threads'] = known ?? fstatSync(this.#tasks).nlink - 2; // a folder for each
      if (this.#descriptors >= 0) {
        if (SIZE_IS_COUNT) figures['fds'] = fstatSync(this.#descriptors).size;
        else if (known !== undefined) figures['fds'] = this.#listed();
      }
    } catch {
      // It ended in between; the next tick says so.
    }
    const { threads = this.#threads, fds = this.#fds } = figures;
    if (threads !== this.#threads || fds !== this.#fds) this.#countUntil = now + BUSY;
    this.#threads = threads;
    this.#fds = fds;
    return figures;
  }

  #listed(): number {
    return readdirSync(`/proc/${this.key.pid}/fd`).length;
  }

  #cpu(ticks: number, now: number): number | undefined {
    const seconds = (now - this.#cpuAt) / 1000;
    const known = this.#cpuTicks >= 0 && seconds > 0 && ticks >= this.#cpuTicks;
    const cpu = known ? ((ticks - this.#cpuTicks) / CLOCK_TICKS / seconds) * 100 : undefined;
    this.#cpuTicks = ticks;
    this.#cpuAt = now;
    return cpu;
  }

  /** The kernel shows the status to those who may look into the process, else 0. */
  #withStatus(exitCode: number): string {
    if (this.#descriptors < 0) return 'exited';
    return this.#explained(howEnded(exitCode));
  }

  #withoutStatus(): string {
    return this.#explained('exited');
  }

  #explained(how: string): string {
    const after = this.#oomKills?.();
    const killed = after !== undefined && after > (this.#oomKillsBefore ?? after);
    if (!killed || how.startsWith('exited with')) return how;
    return `${how}; the kernel killed in its control group for lack of memory`;
  }
}

/** Of one tick, by the names of their series. */
type Figures = Record<string, number>;

const buffer = Buffer.allocUnsafe(256);

/** The second number of a statm line, pages. */
export function residentIn(bytes: Buffer, length: number): number {
  let at = 0;
  while (at < length && bytes[at] !== 0x20) at++;
  let pages = 0;
  for (at++; at < length && bytes[at] >= 0x30; at++) pages = pages * 10 + bytes[at] - 0x30;
  return pages;
}

/** -1 where it cannot be opened: reads of it fail, as those of a process that is gone. */
function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch {
    return -1;
  }
}

/** From Linux 6.2 on the size of /proc/PID/fd is the number of descriptors. We have some ourselves. */
const SIZE_IS_COUNT = (() => {
  const fd = opened('/proc/self/fd');
  if (fd < 0) return false;
  try {
    return fstatSync(fd).size > 0;
  } finally {
    closeSync(fd);
  }
})();
