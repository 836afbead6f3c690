import type { Channel } from '../../shared/protocol/channel.js';
import { isWire } from '../../shared/protocol/wire-check.js';

const LIMIT = 10_000;

/** The desktop window's port to the engine: the preload posts it to the page once it is asked. */
export function openPortChannel(ask: () => void): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const listen = (event: MessageEvent): void => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== 'leakscope-port' || !port) return;
      clearTimeout(timer);
      window.removeEventListener('message', listen);
      resolve(portChannel(port));
    };
    const timer = setTimeout(() => {
      window.removeEventListener('message', listen);
      reject(new Error('the engine does not answer'));
    }, LIMIT);
    window.addEventListener('message', listen);
    ask();
  });
}

export function portChannel(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', ({ data }) => {
        if (isWire(data)) listener(data);
      });
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener(), { once: true }),
    close: () => port.close(),
  };
}
