import type { Channel } from '../../shared/protocol/channel.js';
import { isWire } from '../../shared/protocol/wire-check.js';

/** A browser's WebSocket to the loopback server. Resolves once it is open. */
export function openSocketChannel(address: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.addEventListener('error', () => reject(new Error('the engine does not answer')), { once: true });
    socket.addEventListener('open', () => resolve(socketChannel(socket)), { once: true });
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
