/** Milliseconds since the session began. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What the samples outside of some stretches say, each run between two of them by itself. */
export interface Runs {
  /** Milliseconds between the first and the last sample of every run, summed. */
  readonly span: number;
  /** Growth within every run, summed: what happened in the stretches is in none. */
  readonly delta: number;
}

const OUTSIDE = -1;

/** Which run a moment belongs to; negative within a stretch. `without` is in order of time. */
export function runOf(at: number, without: readonly Stretch[]): number {
  let run = 0;
  for (const { from, to } of without) {
    if (at >= to) run++;
    else return at >= from ? OUTSIDE : run;
  }
  return run;
}

export function runsOf(time: ArrayLike<number>, value: ArrayLike<number>, without: readonly Stretch[]): Runs {
  let [span, delta] = [0, 0];
  let run = OUTSIDE;
  let previous = 0;
  for (let row = 0; row < time.length; row++) {
    if (Number.isNaN(value[row])) continue;
    const here = runOf(time[row], without);
    if (here === run && here !== OUTSIDE) {
      span += time[row] - time[previous];
      delta += value[row] - value[previous];
    }
    run = here;
    previous = row;
  }
  return { span, delta };
}
