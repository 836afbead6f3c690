import type { CallOptions, DevtoolsLink, Params } from './devtools-link.js';
import type { Wire } from './wire.js';

/** One page or worker, on the wire that a whole browser shares. */
export function sessionLink(
  wire: Wire,
  session: string,
): DevtoolsLink & Pick<Wire, 'pause' | 'resume'> & { lose(): void } {
  const closed = new Set<() => void>();
  const unlisten = new Set<() => void>();
  let open = true;
  const lose = (): void => {
    if (!open) return;
    open = false;
    for (const stop of unlisten) stop();
    for (const listener of closed) listener();
  };
  wire.onClose(lose);
  return {
    send: <Result>(method: string, params?: Params, options?: CallOptions) =>
      wire.send<Result>(method, params, { ...options, session }),
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
      if (!open) return;
      closed.clear();
      lose();
      await wire
        .send('Target.detachFromTarget', { sessionId: session }, { limit: 1000 })
        .catch(() => undefined);
    },
  };
}
