/** The ticks may take this share of the time between them: what costs more gets fewer. */
const SHARE = 0.25;

/**
 * Calls `tick` every `interval` ms, on a grid that does not drift. A tick that would come after the next
 * one is left out and counted, as are those left out because ticks have become too dear.
 */
export class TickClock {
  missed = 0;
  #next: number;
  /** Smoothed, ms. */
  #cost = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly interval: number,
    private readonly tick: () => void,
  ) {
    this.#next = performance.now() + interval;
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    this.#timer = setTimeout(() => this.#fire(), Math.max(0, this.#next - performance.now()));
  }

  #fire(): void {
    const began = performance.now();
    this.tick();
    if (this.#timer === undefined) return; // stopped by the tick itself
    const ended = performance.now();
    this.#cost += (ended - began - this.#cost) / 4;
    const skipped = skippedTicks(this.#next, ended, this.interval, this.#cost / SHARE);
    this.missed += skipped;
    this.#next += (1 + skipped) * this.interval;
    this.#arm();
  }
}

/** Ticks of the grid to leave out after the one planned at `planned`: those gone by, and those too dear. */
export function skippedTicks(planned: number, ended: number, interval: number, pause: number): number {
  const late = Math.floor((ended - planned) / interval);
  const dear = Math.ceil(pause / interval) - 1;
  return Math.max(0, late, dear);
}
