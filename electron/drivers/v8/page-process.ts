import { within } from '../time-limit.js';
import type { DevtoolsLink, Params } from './devtools-link.js';

const TRACE_LIMIT = 2000;

/**
 * The PID that a page's main frame lives in. The protocol names no PIDs for pages; the first event of a
 * trace does, so the shortest trace is taken. Undefined where that fails, as it does while somebody traces.
 */
export async function findPageProcess(link: DevtoolsLink, frame: string): Promise<number | undefined> {
  let pid: number | undefined;
  let finish = (): void => undefined;
  const complete = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const unlisten = link.onEvent((method, params) => {
    if (method === 'Tracing.tracingComplete') finish();
    if (method === 'Tracing.dataCollected') pid ??= processIn(params['value'], frame);
  });
  try {
    const options = { limit: TRACE_LIMIT };
    const categories = {
      includedCategories: ['disabled-by-default-devtools.timeline'],
      excludedCategories: ['*'],
    };
    await link.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: categories }, options);
    await link.send('Tracing.end', {}, options);
    await within(complete, TRACE_LIMIT, () => new Error('no trace'));
  } catch {
    return undefined;
  } finally {
    unlisten();
  }
  return pid;
}

function processIn(events: unknown, frame: string): number | undefined {
  if (!Array.isArray(events)) return undefined;
  for (const event of events as readonly Params[]) {
    if (event['name'] !== 'TracingStartedInBrowser') continue;
    const data = (event['args'] as Params | undefined)?.['data'] as Params | undefined;
    const frames = data?.['frames'];
    if (!Array.isArray(frames)) continue;
    const found = (frames as readonly Params[]).find((one) => one['frame'] === frame);
    if (typeof found?.['processId'] === 'number') return found['processId'];
  }
  return undefined;
}
