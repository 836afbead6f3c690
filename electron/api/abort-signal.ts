import type { AbortSignalLike } from '../../shared/base/call.js';

/** A call's signal as the AbortSignal that Node's and our own functions take. */
export function abortSignal(from: AbortSignalLike | undefined): AbortSignal | undefined {
  if (from === undefined || from instanceof AbortSignal) return from;
  const controller = new AbortController();
  if (from.aborted) controller.abort();
  else from.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
