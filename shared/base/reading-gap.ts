/** Readings missed in a row before one says so: a recorder on a busy machine is late by a few, and then goes on. */
export const MISSED = 8;
const LEAST = 1000;
const AROUND = 8;

/** Without a reading for longer, ms, nothing is known of the time between; `usual`: between two readings, ms. */
export const gapLimit = (usual: number): number => Math.max(LEAST, MISSED * usual);

/**
 * The usual time between two readings around reading `at`, ms, its own step left out: the middle of those a few before and
 * after it, as the rate of a recording may change. 0 where there are none. Looks at the first `length` times.
 */
export function usualStep(time: ArrayLike<number>, at: number, length = time.length): number {
  const steps: number[] = [];
  for (let i = Math.max(1, at - AROUND); i < Math.min(length, at + 1 + AROUND); i++)
    if (i !== at) steps.push(time[i] - time[i - 1]);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}
