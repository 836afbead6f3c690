import type { EngineCall } from './heap-engine.js';
import type { OpenedHeap } from './messages.js';
import { Shared } from './worker/scan-plan.js';
import type { WorkerPool } from './worker-pool.js';

/** Reads a file in one thread, or in two when it is large and `alone` says that no other load wants the second core. */
export async function loadSnapshotFile(
  pool: WorkerPool,
  path: string,
  alone: () => boolean,
  call: EngineCall,
): Promise<OpenedHeap> {
  const plan = alone() ? await pool.run('planScan', [path], undefined, call) : undefined;
  if (!plan || !alone()) return pool.run('load', [path], undefined, call);
  const opened = pool.run('load', [path, plan], undefined, call);
  // Its fate is no matter but to the reader, which then must not wait for it.
  pool
    .run('scanTail', [plan], undefined, call.signal && { signal: call.signal })
    .catch(() => Atomics.store(plan.state, Shared.failed, 1));
  return opened;
}
