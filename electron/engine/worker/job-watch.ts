import type { Watch } from '../../../shared/base/watch.js';
import { collectNow } from '../collect-garbage.js';
import { Control } from '../messages.js';

/** Between two messages of progress, ms. */
const QUIET = 50;

/** The watch of one job: hears the engine through shared memory, also while the thread is busy; times the phases. */
export class JobWatch implements Watch {
  readonly #timings: Record<string, number> = {};
  #phase = '';
  #since = performance.now();
  #told = 0;

  constructor(
    readonly control: Int32Array,
    readonly tell: (done: number | undefined, phase: string) => void,
  ) {}

  cancelled(): boolean {
    Atomics.add(this.control, Control.beat, 1);
    return Atomics.load(this.control, Control.cancelled) !== 0;
  }

  progress(done: number | undefined, phase: string): void {
    const now = performance.now();
    if (phase !== this.#phase) {
      if (!phase.startsWith('reading')) collectNow();
      this.#close(now, phase);
    }
    if (now - this.#told < QUIET && done !== 1) return;
    this.#told = now;
    this.tell(done, phase);
  }

  /** Milliseconds of each phase so far. */
  timings(): Readonly<Record<string, number>> {
    this.#close(performance.now(), '');
    return Object.fromEntries(Object.entries(this.#timings).map(([phase, ms]) => [phase, Math.round(ms)]));
  }

  #close(now: number, next: string): void {
    if (this.#phase) this.#timings[this.#phase] = (this.#timings[this.#phase] ?? 0) + now - this.#since;
    this.#phase = next;
    this.#since = now;
  }
}
