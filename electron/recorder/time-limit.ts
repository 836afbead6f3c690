import { Failure } from '../../shared/base/failure.js';

/** What `work` answers, or after `limit` ms a Failure `timeout` that names it. The work itself goes on unheard. */
export function withinLimit<T>(work: Promise<T>, limit: number, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Failure('timeout', `${what} took longer than ${Math.round(limit / 1000)} s.`, 'Try again.'),
        ),
      limit,
    );
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
