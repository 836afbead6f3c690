import { readFileSync } from 'node:fs';
import { AUXV_PAGE_SIZE, auxiliaryVector } from '../../shared/base/auxiliary-vector.js';

/** Bytes of a page of this machine's memory: 4096, but 16 or 64 kB on some ARM machines. */
export const PAGE_SIZE = auxiliaryVector(ownVector()).get(AUXV_PAGE_SIZE) ?? 4096;

function ownVector(): Uint8Array {
  try {
    return readFileSync('/proc/self/auxv');
  } catch {
    // Not Linux: nothing here is asked.
    return new Uint8Array();
  }
}
