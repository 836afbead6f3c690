import type { CallWorker } from './call-queue.js';
import { type CallShaper, createCallShaper } from './call-shaper.js';

let known: CallShaper | undefined;

/** The one of this page. Its worker begins with the first question. */
export function pageShaper(): CallShaper {
  known ??= createCallShaper(startWorker);
  return known;
}

function startWorker(): CallWorker {
  const worker = new Worker(new URL('./calls-worker.ts', import.meta.url), { type: 'module', name: 'calls' });
  return {
    postMessage: (message) => worker.postMessage(message),
    onAnswer: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onDeath(listener) {
      worker.addEventListener('error', ({ message }) => listener(message || 'its worker has ended'));
      worker.addEventListener('messageerror', () => listener('an answer came damaged'));
    },
    end: () => worker.terminate(),
  };
}
