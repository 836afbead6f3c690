import type { GcEvent } from '../../../shared/model/session.js';

const MOST_EVENTS = 10_000;

/** Collections of one interpreter, brought from its clock (seconds) to ours (ms). */
export class PauseLog {
  /** Ours minus the target's. Both run at one speed, and an answer is never early: the least seen is the truest. */
  #offset = Number.POSITIVE_INFINITY;
  #events: GcEvent[] = [];

  take(now: number, pauses: readonly (readonly [start: number, length: number, generation: number])[]): void {
    this.#offset = Math.min(this.#offset, performance.now() - now * 1000);
    for (const [start, length, generation] of pauses) {
      const kind = `generation ${generation}`;
      this.#events.push({ at: start * 1000 + this.#offset, kind, pause: length * 1000 });
    }
    if (this.#events.length > MOST_EVENTS) this.#events.splice(0, this.#events.length - MOST_EVENTS);
  }

  drain(): readonly GcEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
