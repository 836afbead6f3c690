import type { ProcessInfo, ProcessKey } from '../../shared/model/process.js';

const STEP = 2000;
/** Five minutes. */
const POINTS = 150;

/** RSS of the last minutes of every process, for the small curves of the list. 600 kB for 500 processes. */
export class RssCurves {
  readonly #curves = new Map<number, { startTime: number; points: number[] }>();
  #last = Number.NEGATIVE_INFINITY;

  /** Takes a reading of the whole table, unless the last is younger than a step. `now` in ms. */
  take(processes: readonly ProcessInfo[], now: number): void {
    if (now - this.#last < STEP) return;
    // Who looked away for long begins a new curve: a point means two seconds.
    if (now - this.#last > 4 * STEP) this.#curves.clear();
    this.#last = now;
    const seen = new Set<number>();
    for (const { pid, startTime, rss } of processes) {
      seen.add(pid);
      const curve = this.#curves.get(pid);
      if (curve?.startTime !== startTime) this.#curves.set(pid, { startTime, points: [rss] });
      else if (curve.points.push(rss) > POINTS) curve.points.shift();
    }
    for (const pid of this.#curves.keys()) if (!seen.has(pid)) this.#curves.delete(pid);
  }

  /** Oldest first. */
  of(key: ProcessKey): readonly number[] {
    const curve = this.#curves.get(key.pid);
    return curve?.startTime === key.startTime ? [...curve.points] : [];
  }
}
