import { timeText } from '../../shared/base/quantity.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { TargetRun } from './target-run.js';

export interface NewcomersParts {
  running(): boolean;
  /** Targets of this recording, those that have ended among them. */
  targets(): readonly TargetRun[];
  /** The process that has this PID now. */
  get(pid: number): Promise<ProcessInfo | undefined>;
  join(process: ProcessInfo): void;
  mark(text: string): void;
}

/**
 * Lets the children of a tree in. A tree that breeds for ever must neither take all our memory nor fill the recording
 * with what lives for a blink, so that no room is left for the child that leaks: the more targets there are, the longer
 * a child must have lived before it becomes one.
 */
export class Newcomers {
  #told = 0;

  constructor(private readonly parts: NewcomersParts) {}

  /** Resolves when it has joined, or will not. */
  async welcome(process: ProcessInfo): Promise<void> {
    const seen = performance.now();
    const parent = this.parts.targets().find(({ live, process: { pid } }) => live && pid === process.ppid);
    let now: ProcessInfo | undefined = process;
    // It may be the copy that we forked for a capture: it joins if it outlives that.
    if (parent?.captures.busy) {
      await parent.captures.idle();
      now = await this.parts.get(process.pid);
    }
    // Looked at again and again: what has died is not kept in mind for minutes, and a wait may become longer meanwhile.
    for (let look = SOON; now?.startTime === process.startTime && this.parts.running(); look *= 2) {
      const wait = this.#probation();
      if (wait === undefined) return;
      const left = seen + wait - performance.now();
      if (left <= 0) return this.parts.join(now);
      await new Promise<void>((resolve) => setTimeout(resolve, Math.min(left, look)).unref());
      now = await this.parts.get(process.pid);
    }
  }

  /** ms; undefined where there is no room at all. Each step is told once. */
  #probation(): number | undefined {
    const count = this.parts.targets().length;
    const step = STEPS.filter(({ from }) => count >= from).length;
    const reached = STEPS[step - 1];
    if (reached && step > this.#told) {
      this.#told = step;
      const { from, lived } = reached;
      this.parts.mark(
        lived === undefined
          ? `There are ${from} targets: no more children are followed.`
          : `There are ${from} targets: from now on a child is followed once it has lived for ${timeText(lived)}.`,
      );
    }
    return reached ? reached.lived : 0;
  }
}

/** ms until the first look at a child that waits; each further one comes after twice as long. */
const SOON = 2000;
/** From so many targets on a child must have lived so long, in ms. */
const STEPS: readonly { readonly from: number; readonly lived?: number }[] = [
  { from: 500, lived: 2000 },
  { from: 1000, lived: 10_000 },
  { from: 1500, lived: 60_000 },
  { from: 2000, lived: 600_000 },
  { from: 3000 },
];
