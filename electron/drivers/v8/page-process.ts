import type { DevtoolsLink, Params } from './devtools-link.js';
import { tracedProcess } from './traced-process.js';

/**
 * The PID that a page's main frame lives in. The protocol names no PIDs for pages; the first event of a
 * trace does, so the shortest trace is taken. Undefined where that fails, as it does while somebody traces.
 */
export const findPageProcess = (link: DevtoolsLink, frame: string): Promise<number | undefined> =>
  tracedProcess(link, 'disabled-by-default-devtools.timeline', (events) => processOf(frame, events));

function processOf(frame: string, events: readonly Params[]): number | undefined {
  for (const event of events) {
    if (event['name'] !== 'TracingStartedInBrowser') continue;
    const data = (event['args'] as Params | undefined)?.['data'] as Params | undefined;
    const frames = data?.['frames'];
    if (!Array.isArray(frames)) continue;
    const found = (frames as readonly Params[]).find((one) => one['frame'] === frame);
    if (typeof found?.['processId'] === 'number') return found['processId'];
  }
  return undefined;
}
