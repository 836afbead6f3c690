import type { Reading } from '../../shared/model/series.js';
import type { GcEvent } from '../../shared/model/session.js';
import type { Attachment } from '../drivers/driver.js';

/** A runtime that has not answered for this long is asked anew. */
const PATIENCE = 5000;
/** Names and numbers come from the target: what is more than this is not a reading. */
const MOST_SERIES = 200;

/** Asks one runtime for its figures, one question at a time: a slow runtime delays nobody else. */
export class ManagedReader {
  #asked = 0;
  #abort: AbortController | undefined;

  constructor(readonly attachment: Attachment) {}

  /**
   * Asks and later hands over the answer; false when the last question is still open. An error is no
   * answer: whether the runtime is lost is the attachment's own to say.
   */
  ask(answer: (reading: Reading) => void): boolean {
    const now = performance.now();
    if (this.#abort) {
      if (now - this.#asked < PATIENCE) return false;
      this.#abort.abort();
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#asked = now;
    const done = (reading?: Reading): void => {
      if (this.#abort !== abort) return; // closed, or asked anew meanwhile
      this.#abort = undefined;
      if (reading) answer(numbersOnly(reading));
    };
    this.#sample(abort.signal).then(done, () => done());
    return true;
  }

  /** Moved to the session's clock by `offset`. */
  takeGcEvents(offset: number): readonly GcEvent[] {
    try {
      return (this.attachment.takeGcEvents?.() ?? []).map((event) => ({ ...event, at: event.at + offset }));
    } catch {
      return [];
    }
  }

  close(): void {
    this.#abort?.abort();
    this.#abort = undefined;
  }

  /** Asynchronous even where the attachment throws at once. */
  async #sample(signal: AbortSignal): Promise<Reading> {
    return this.attachment.sample(signal);
  }
}

function numbersOnly(reading: Reading): Reading {
  const entries = Object.entries(reading).filter(
    ([name, value]) => typeof value === 'number' && Number.isFinite(value) && name.length <= 100,
  );
  return Object.fromEntries(entries.slice(0, MOST_SERIES));
}
