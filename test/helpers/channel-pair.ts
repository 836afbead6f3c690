import type { Channel, Wire } from '../../shared/protocol/channel.js';

/** Two ends joined in memory. Messages are cloned, as every real transport does. */
export function channelPair(): { near: Channel; far: Channel; close(): void } {
  const ends = [0, 1].map(() => ({ message: [] as ((m: Wire) => void)[], close: [] as (() => void)[] }));
  const close = (): void => {
    for (const end of ends) for (const listener of end.close.splice(0)) listener();
  };
  const channel = (self: number): Channel => ({
    send: (message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => {
        for (const listener of ends[1 - self].message) listener(copy);
      });
    },
    onMessage: (listener) => void ends[self].message.push(listener),
    onClose: (listener) => void ends[self].close.push(listener),
    close,
  });
  return { near: channel(0), far: channel(1), close };
}
