import type { WebSocket } from 'ws';
import type { Channel, Wire } from '../../shared/protocol/channel.js';
import { isWire } from '../../shared/protocol/wire-check.js';

/** A WebSocket as a channel: one JSON text a message. A message that is not a Wire ends the connection. */
export function socketChannel(socket: WebSocket): Channel {
  return {
    send: (message) => {
      if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      void socket.on('message', (data) => {
        const message = parsed(String(data));
        if (message) listener(message);
        else socket.close(1008, 'not a message of this protocol');
      }),
    onClose: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  };
}

function parsed(text: string): Wire | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isWire(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
