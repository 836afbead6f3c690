import { Failure } from '../../shared/base/failure.js';
import type { RunningJob } from './pool-worker.js';

/** How long a question with a regular expression may take, ms: some patterns take time that doubles with each letter. */
const LIMIT = 5_000;

/** Whether a filter's text among the arguments of a question is a regular expression. */
export function hasPattern(args: readonly unknown[]): boolean {
  return args.some((query) => {
    if (typeof query !== 'object' || query === null) return false;
    const { text, filter } = query as { text?: unknown; filter?: { text?: unknown } };
    return [text, filter?.text].some((one) => typeof one === 'string' && one.startsWith('/'));
  });
}

/**
 * The answer, or after a time limit the Failure `slow-pattern`. The thread is told to stop; where it hangs in the pattern it
 * is ended, which loses nothing, since the columns are shared.
 */
export async function withinTime<Value>(job: RunningJob<Value>, limit = LIMIT): Promise<Value> {
  let slow = false;
  const timer = setTimeout(() => {
    slow = true;
    job.cancel();
  }, limit);
  try {
    return await job.answer;
  } catch (error) {
    if (!slow) throw error;
    throw new Failure(
      'slow-pattern',
      `That pattern took longer than ${limit / 1000} s.`,
      'Make it simpler: without one repetition inside or beside another, or as plain text.',
    );
  } finally {
    clearTimeout(timer);
  }
}

export function unlimited<Value>(job: RunningJob<Value>): Promise<Value> {
  return job.answer;
}
