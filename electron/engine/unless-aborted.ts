import type { AbortSignalLike } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';

/** The answer of work that goes on for others, or at once the Failure `cancelled` for who does not wait any more. */
export async function unlessAborted<Value>(
  signal: AbortSignalLike | undefined,
  answer: Promise<Value>,
): Promise<Value> {
  if (!signal) return answer;
  let tell = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    tell = () => reject(new Failure('cancelled', 'It was cancelled.'));
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell);
  });
  // Where nobody waits any more its failure is nobody's.
  answer.catch(() => {});
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener('abort', tell);
  }
}
