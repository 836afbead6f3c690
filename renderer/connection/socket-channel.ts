import type { Channel } from '../../shared/protocol/channel.js';
import { isWire } from '../../shared/protocol/wire-check.js';

/** Of one try, ms: an engine that is stopped takes a connection and answers nothing. */
const LIMIT = 10_000;

/** A browser's WebSocket to the loopback server. Resolves once it is open; rejects where it is not in 10 s, or is closed before. */
export function openSocketChannel(address: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    const failed = (): void => {
      clearTimeout(timer);
      reject(new Error('the engine does not answer'));
    };
    const timer = setTimeout(() => {
      failed();
      socket.close();
    }, LIMIT);
    socket.addEventListener('error', failed, { once: true });
    socket.addEventListener('close', failed, { once: true });
    socket.addEventListener(
      'open',
      () => {
        clearTimeout(timer);
        resolve(socketChannel(socket));
      },
      { once: true },
    );
  });
}

function socketChannel(socket: WebSocket): Channel {
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        const message: unknown = typeof data === 'string' ? parsed(data) : undefined;
        if (isWire(message)) listener(message);
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener(), { once: true }),
    close: () => socket.close(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
