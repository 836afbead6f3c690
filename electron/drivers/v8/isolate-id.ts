import { Failure } from '../../../shared/base/failure.js';
import type { CallOptions, DevtoolsLink } from './devtools-link.js';

/** A session outlives the isolate behind it: a page that goes to another site goes on in another process. */
export const WENT_ELSEWHERE = 'it went on in another process';

/** What V8 calls the isolate that answers, by chance never twice; undefined where it does not say. */
export async function isolateId(link: DevtoolsLink, options?: CallOptions): Promise<string | undefined> {
  try {
    const { id } = await link.send<{ id?: unknown }>('Runtime.getIsolateId', {}, options);
    return typeof id === 'string' ? id : undefined;
  } catch (error) {
    if (error instanceof Failure) throw error;
    return undefined;
  }
}
