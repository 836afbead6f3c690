import { randomUUID } from 'node:crypto';
import type { DevtoolsLink, Params } from './devtools-link.js';
import { tracedProcess } from './traced-process.js';

/**
 * The PID that a worker lives in which belongs to no page alone: none of its messages names one. The worker says a word to
 * its console's time line, which nothing keeps, while the browser traces what is said there: the event has the PID.
 * Undefined where that fails, as it does while somebody else traces.
 */
export function findWorkerProcess(browser: DevtoolsLink, worker: DevtoolsLink): Promise<number | undefined> {
  const word = `leakscope ${randomUUID()}`;
  const expression = `console.timeStamp(${JSON.stringify(word)})`;
  return tracedProcess(
    browser,
    'devtools.timeline',
    (events) => processThatSaid(word, events),
    (options) => worker.send('Runtime.evaluate', { expression, silent: true }, options),
  );
}

function processThatSaid(word: string, events: readonly Params[]): number | undefined {
  for (const { name, pid, args } of events) {
    const data = (args as Params | undefined)?.['data'] as Params | undefined;
    if (name === 'TimeStamp' && data?.['message'] === word && typeof pid === 'number') return pid;
  }
  return undefined;
}
