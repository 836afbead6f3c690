import { Failure } from '../../../../shared/base/failure.js';
import type { EntryReport, EntryRequest } from './entry-request.js';

export type { EntryReport, EntryRequest } from './entry-request.js';

/** Runs `request.script` in a running CPython. Rejects with a Failure that names the build and the remedy. */
export async function enterPython(request: EntryRequest): Promise<EntryReport> {
  throw new Failure('python-entry', `Process ${request.pid} cannot be entered yet.`);
}
