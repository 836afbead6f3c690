import { Failure } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { CaptureOptions } from './driver.js';

/** Throws the Failure `cannot-redact` where redaction was asked for and texts would leave the target all the same. */
export function requireRedaction({ pid, runtime }: ProcessInfo, options: CaptureOptions | undefined): void {
  if (!options?.redact || runtime.kind === 'cpython') return;
  throw new Failure(
    'cannot-redact',
    `Process ${pid} (${runtime.flavour}) cannot leave texts out of its snapshots: CPython alone does.`,
    'Take it without --redact, and treat the file as secret: it holds every text of the program.',
  );
}
