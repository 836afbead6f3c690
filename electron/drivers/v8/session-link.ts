import { Failure } from '../../../shared/base/failure.js';
import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import type { Wire } from './wire.js';

export interface SessionLink extends DevtoolsLink, Pick<Wire, 'pause' | 'resume'> {
  /** What waits for an answer fails at once, with the reason. `why`: a clause, `the page was closed`. */
  lose(why: string): void;
}

/** One page or worker, on the wire that a whole browser shares, whose end is its owner's to tell: see `lose`. */
export function sessionLink(wire: Wire, session: string): SessionLink {
  const closed = new Set<(why: string) => void>();
  const unlisten = new Set<() => void>();
  const waiting = new Set<(error: Failure) => void>();
  let over: string | undefined;
  const lose = (why: string): void => {
    if (over !== undefined) return;
    over = why;
    for (const stop of unlisten) stop();
    for (const reject of waiting) reject(gone(why));
    waiting.clear();
    for (const listener of closed) listener(why);
  };
  return {
    send: <Result>(method: string, params?: Params, options?: CallOptions) =>
      new Promise<Result>((resolve, reject) => {
        if (over !== undefined) return reject(gone(over));
        waiting.add(reject);
        wire
          .send<Result>(method, params, { ...options, session })
          .then(resolve, reject)
          .finally(() => waiting.delete(reject));
      }),
    onEvent(listener) {
      const stop = wire.onEvent((method, params, from) => {
        if (from === session) listener(method, params, from);
      });
      unlisten.add(stop);
      return () => {
        unlisten.delete(stop);
        stop();
      };
    },
    onClose: (listener) => void closed.add(listener),
    pause: wire.pause,
    resume: wire.resume,
    lose,
    async close() {
      if (over !== undefined) return;
      closed.clear();
      lose('it was left');
      await wire
        .send('Target.detachFromTarget', { sessionId: session }, { limit: 1000 })
        .catch(() => undefined);
    },
  };
}

const gone = (why: string): Failure => new Failure('target-lost', `${why[0].toUpperCase()}${why.slice(1)}.`);
