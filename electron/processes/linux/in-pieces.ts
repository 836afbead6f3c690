import { setImmediate } from 'node:timers/promises';

/** As many small readings as may be made without a rest: about a millisecond. */
const PIECE = 100;

/**
 * Small files that take no lock of the target, read at once: a tenth of what each costs on libuv's threads. After some of
 * them others have their turn. Answers that are undefined are left out.
 */
export async function inPieces<In, Out>(
  all: readonly In[],
  read: (one: In) => Out | undefined,
): Promise<readonly Out[]> {
  const found: Out[] = [];
  for (let at = 0; at < all.length; at++) {
    if (at > 0 && at % PIECE === 0) await setImmediate();
    const out = read(all[at]);
    if (out !== undefined) found.push(out);
  }
  return found;
}
