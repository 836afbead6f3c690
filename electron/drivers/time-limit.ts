import { Failure } from '../../shared/base/failure.js';

/**
 * Settles as `work` does, or rejects when the limit (ms; Infinity for none) is over or the signal fires. `work` itself goes
 * on unheard.
 */
export function within<T>(
  work: Promise<T>,
  limit: number,
  onLimit: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(cancelled());
    const timer = Number.isFinite(limit) ? setTimeout(() => reject(onLimit()), limit) : undefined;
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    });
  });
}

/** Waits `ms`, or less when the signal fires; then it throws. */
export function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled());
    const stop = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

export const cancelled = (): Failure => new Failure('cancelled', 'Cancelled.');
