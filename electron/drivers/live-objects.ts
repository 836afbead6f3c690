import { Failure } from '../../shared/base/failure.js';
import type { Attachment } from './driver.js';
import type { ObjectInspection } from './object-inspection.js';

/** Throws the Failure `cannot`, which names the runtime, where there is none. */
export function liveObjects({ objects, process }: Attachment): ObjectInspection {
  if (objects) return objects;
  const { flavour } = process.runtime;
  throw new Failure(
    'cannot',
    `Process ${process.pid} (${flavour}) does not tell its live objects by type, or who holds one: CPython and V8 do.`,
    flavour === 'bun'
      ? 'A snapshot shows both: leakscope snapshot --pid, or holders --whole.'
      : 'Record it: RSS, regions and threads can be.',
  );
}
