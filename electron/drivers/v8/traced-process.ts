import { within } from '../time-limit.js';
import type { DevtoolsLink, Params } from './devtools-link.js';

/** ms. It takes some ten; on a starved machine the browser's own process comes to it late. */
const TRACE_LIMIT = 6000;

/**
 * The PID that `processIn` finds in the events of a trace of one category, the shortest that holds what `during` does.
 * Undefined where that fails, as it does while somebody else traces.
 */
export async function tracedProcess(
  browser: DevtoolsLink,
  category: string,
  processIn: (events: readonly Params[]) => number | undefined,
  during: (options: { readonly limit: number }) => Promise<unknown> = async () => undefined,
): Promise<number | undefined> {
  let pid: number | undefined;
  let finish = (): void => undefined;
  const complete = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const unlisten = browser.onEvent((method, params) => {
    if (method === 'Tracing.tracingComplete') finish();
    const events = params['value'];
    if (method === 'Tracing.dataCollected' && Array.isArray(events)) pid ??= processIn(events as Params[]);
  });
  const options = { limit: TRACE_LIMIT };
  try {
    const traceConfig = { includedCategories: [category], excludedCategories: ['*'] };
    await browser.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig }, options);
    await during(options).finally(() => browser.send('Tracing.end', {}, options));
    await within(complete, TRACE_LIMIT, () => new Error('no trace'));
  } catch {
    // What came before it failed is true all the same.
  } finally {
    unlisten();
  }
  return pid;
}
