import type { Reading } from '../../shared/model/series.js';

/** The least time between two by themselves, ms; after ten minutes a sixtieth of the time so far: a day has some 350. */
const LEAST = 10_000;
const SPARSER = 60;
/** The second comes sooner: the first of a program that was just started is from before it was loaded. */
const SECOND = 2000;
/** A map of many mappings costs more: so many ms of rest for each. */
const REST = 2;
/** What must have moved since the last: RSS by both of these, threads or descriptors by this share. */
const MOVED_BYTES = 1 << 20;
const MOVED_SHARE = 0.02;

/** Decides when the inventory of one process is worth taking again: an idle one is taken once. */
export class InventoryDue {
  #taken: Reading | undefined;
  #next = Number.NEGATIVE_INFINITY;
  #began = Number.NaN;

  /** None was taken yet. */
  get first(): boolean {
    return this.#taken === undefined;
  }

  /** `figures` are the last of `rss`, `threads`, `fds`. */
  isDue(now: number, figures: Reading): boolean {
    if (figures['rss'] === undefined) return false;
    const old = this.#taken;
    if (!old) return true;
    if (now < this.#next) return false;
    const moved = (name: string): number => Math.abs((figures[name] ?? 0) - (old[name] ?? 0));
    if (moved('rss') >= Math.max(MOVED_BYTES, (old['rss'] ?? 0) * MOVED_SHARE)) return true;
    return ['threads', 'fds'].some((name) => moved(name) > (old[name] ?? 0) * MOVED_SHARE);
  }

  taken(now: number, figures: Reading, mappings: number): void {
    const least = this.first ? SECOND : LEAST;
    if (this.first) this.#began = now;
    this.#taken = { ...figures };
    this.#next = now + Math.max(least, (now - this.#began) / SPARSER, mappings * REST);
  }
}
