import type { Inventory } from '../../shared/model/inventory.js';
import type { Attachment } from '../drivers/driver.js';

/** A runtime that does not answer in time: the system's names do. */
const LIMIT = 1000;

/**
 * Threads under the names that their runtime gives them, and started with the function that they run there: to the system
 * all of CPython's begin in one function of the interpreter, and have its name.
 */
export async function namedThreads(
  inventory: Inventory,
  attachment: Attachment | undefined,
): Promise<Inventory> {
  const { threads } = inventory;
  if (!threads || threads.length < 2 || !attachment?.nameThreads) return inventory;
  const names = await attachment.nameThreads(AbortSignal.timeout(LIMIT)).catch(() => undefined);
  if (!names || names.size === 0) return inventory;
  return {
    ...inventory,
    threads: threads.map((thread) => {
      const known = names.get(thread.id);
      return known
        ? { ...thread, name: known.name, ...(known.start !== undefined && { start: known.start }) }
        : thread;
    }),
  };
}
