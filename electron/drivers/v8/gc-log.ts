import type { GcEvent } from '../../../shared/model/session.js';
import type { TargetSample } from './target-programs.js';

const MOST_EVENTS = 10_000;

/** Collections of one isolate, brought from the target's clock to ours. */
export class GcLog {
  /** Ours minus the target's. Both run at one speed, and an answer is never early: the least seen is the truest. */
  #offset = Number.POSITIVE_INFINITY;
  #events: GcEvent[] = [];

  /** The target may say anything: what is no time is no collection. */
  take(targetNow: number, gc: TargetSample['gc']): void {
    if (!Number.isFinite(targetNow) || !Array.isArray(gc)) return;
    this.#offset = Math.min(this.#offset, performance.now() - targetNow);
    for (const event of gc.slice(-MOST_EVENTS)) {
      const [start, kind, pause] = Array.isArray(event) ? event : [];
      if (!Number.isFinite(start) || !Number.isFinite(pause) || pause < 0) continue;
      this.#events.push({ at: start + this.#offset, kind: String(kind).slice(0, 40), pause });
    }
    if (this.#events.length > MOST_EVENTS) this.#events.splice(0, this.#events.length - MOST_EVENTS);
  }

  drain(): readonly GcEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
