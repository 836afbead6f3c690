import { setTimeout } from 'node:timers/promises';
import { Failure } from '../../shared/base/failure.js';
import type { ObjectCounts } from '../../shared/model/live-objects.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Attachment, Driver } from '../drivers/driver.js';
import { liveObjects } from '../drivers/live-objects.js';
import type { SnapshotCall } from './host.js';

/**
 * Attaches, has the live objects counted once or, `again` ms later, twice, and leaves. No collection is asked for. With `outside`, or where
 * it cannot be entered, they are read in its memory instead, where that is possible.
 */
export async function countTypes(
  driver: Driver,
  process: ProcessInfo,
  again: number | undefined,
  { signal, onWait, outside = false }: CountCall,
): Promise<readonly ObjectCounts[]> {
  const twice = async (count: () => Promise<ObjectCounts>): Promise<readonly ObjectCounts[]> => {
    const first = await count();
    if (again === undefined) return [first];
    await setTimeout(again, undefined, { signal });
    return [first, await count()];
  };
  const read = driver.countOutside && (() => driver.countOutside?.(process, signal) as Promise<ObjectCounts>);
  if (outside) {
    if (read) return twice(read);
    throw new Failure('no-counts', 'Only the objects of a CPython can be counted from outside.');
  }
  let attachment: Attachment;
  try {
    attachment = await driver.attach(process, signal, onWait);
  } catch (error) {
    signal.throwIfAborted();
    // What cannot be entered may still be read; else the refusal of the entry is what to say.
    const counts = read && (await twice(read).catch(() => undefined));
    signal.throwIfAborted();
    if (counts) return counts;
    throw error;
  }
  try {
    const objects = liveObjects(attachment);
    return await twice(() => objects.counts(signal));
  } finally {
    await attachment.detach();
  }
}

export interface CountCall extends Pick<SnapshotCall, 'signal' | 'onWait'> {
  /** Without an entry in any case. */
  readonly outside?: boolean;
}
