import { setTimeout } from 'node:timers/promises';
import type { ObjectCounts } from '../../shared/model/live-objects.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Driver } from '../drivers/driver.js';
import { liveObjects } from '../drivers/live-objects.js';
import type { SnapshotCall } from './host.js';

/** Attaches, has the live objects counted once or, `again` ms later, twice, and leaves. No collection is asked for. */
export async function countTypes(
  driver: Driver,
  process: ProcessInfo,
  again: number | undefined,
  { signal, onWait }: Pick<SnapshotCall, 'signal' | 'onWait'>,
): Promise<readonly ObjectCounts[]> {
  const attachment = await driver.attach(process, signal, onWait);
  try {
    const objects = liveObjects(attachment);
    const first = await objects.counts(signal);
    if (again === undefined) return [first];
    await setTimeout(again, undefined, { signal });
    return [first, await objects.counts(signal)];
  } finally {
    await attachment.detach();
  }
}
