import { Failure } from '../../../shared/base/failure.js';

/** A tool of the kernel's that ended before it began, with the last line that it said. */
export function notBegun(tool: string, said: string): Failure {
  const last = said.trim().split('\n').at(-1)?.slice(0, 300);
  return new Failure(
    'not-begun',
    last ? `${tool} did not begin: ${last}` : `${tool} ended before it began.`,
    `See leakscope doctor: it says what ${tool} lacks here.`,
  );
}
