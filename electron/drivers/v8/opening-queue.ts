/** Runs one task after another: every Node process wants the same inspector port. */
let last: Promise<unknown> = Promise.resolve();

export function oneAtATime<Result>(task: () => Promise<Result>): Promise<Result> {
  const result = last.then(task, task);
  last = result.catch(() => undefined);
  return result;
}
