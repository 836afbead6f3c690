import { randomUUID } from 'node:crypto';
import { within } from '../time-limit.js';
import type { DevtoolsLink, Params } from './devtools-link.js';

const TRACE_LIMIT = 2000;

/**
 * The PID that a worker lives in which belongs to no page alone: none of its messages names one. The worker says a word to
 * its console's time line, which nothing keeps, while the browser traces what is said there: the event has the PID.
 * Undefined where that fails, as it does while somebody else traces.
 */
export async function findWorkerProcess(
  browser: DevtoolsLink,
  worker: DevtoolsLink,
): Promise<number | undefined> {
  const word = `leakscope ${randomUUID()}`;
  let pid: number | undefined;
  let finish = (): void => undefined;
  const complete = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const unlisten = browser.onEvent((method, params) => {
    if (method === 'Tracing.tracingComplete') finish();
    if (method === 'Tracing.dataCollected') pid ??= processThatSaid(word, params['value']);
  });
  const options = { limit: TRACE_LIMIT };
  try {
    const traceConfig = { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] };
    await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig }, options);
    const expression = `console.timeStamp(${JSON.stringify(word)})`;
    await worker
      .send('Runtime.evaluate', { expression, silent: true }, options)
      .finally(() => browser.send('Tracing.end', {}, options));
    await within(complete, TRACE_LIMIT, () => new Error('no trace'));
  } catch {
    return undefined;
  } finally {
    unlisten();
  }
  return pid;
}

function processThatSaid(word: string, events: unknown): number | undefined {
  if (!Array.isArray(events)) return undefined;
  for (const { name, pid, args } of events as readonly Params[]) {
    const data = (args as Params | undefined)?.['data'] as Params | undefined;
    if (name === 'TimeStamp' && data?.['message'] === word && typeof pid === 'number') return pid;
  }
  return undefined;
}
