import type { Attachment } from '../drivers/driver.js';

const WINDOW = 1000;

/** What our programs inside the targets cost, as they measure it themselves. */
export interface InsideCost {
  /** Percent of one core over the last second or more; absent until two of their readings are that far apart. */
  readonly insideCpu?: number;
  /** Attached targets whose runtime cannot tell our time from its own. */
  readonly insideUntold?: number;
}

/** Adds up what each attachment tells; one that came between is counted from its first reading on. */
export class InsideCosts {
  #at = performance.now();
  #before = new Map<Attachment, number>();
  #share: number | undefined;

  read(attachments: Iterable<Attachment>): InsideCost {
    const now = performance.now();
    const told = new Map<Attachment, number>();
    let untold = 0;
    for (const attachment of attachments) {
      const time = attachment.ownTime?.();
      if (!attachment.ownTime) untold++;
      // From inside a target: anything may stand there.
      else if (typeof time === 'number' && time >= 0 && time < Number.MAX_SAFE_INTEGER)
        told.set(attachment, time);
    }
    if (told.size === 0) this.#share = undefined;
    if (now - this.#at >= WINDOW) {
      this.#share = this.#shareOf(told, now - this.#at);
      this.#before = told;
      this.#at = now;
    }
    return {
      ...(this.#share !== undefined && { insideCpu: this.#share }),
      ...(untold > 0 && { insideUntold: untold }),
    };
  }

  #shareOf(told: ReadonlyMap<Attachment, number>, span: number): number | undefined {
    let sum: number | undefined;
    for (const [attachment, time] of told) {
      const before = this.#before.get(attachment);
      if (before !== undefined) sum = (sum ?? 0) + Math.max(0, time - before);
    }
    return sum === undefined ? undefined : Math.min(100 * told.size, (sum / span) * 100);
  }
}
