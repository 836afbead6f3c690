import { basename } from 'node:path';
import type { SessionId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { abortSignal } from './abort-signal.js';
import { fileSession } from './file-session.js';
import { originalProfiles } from './original-profiles.js';
import type { Entry } from './session-entry.js';

export { isAllocationFile } from '../engine/allocation-file.js';

/** A file of allocation profiles that stands alone, shown as a session with one target, a source for each profile. */
export async function openProfileFile(
  engine: HeapEngine,
  id: SessionId,
  path: string,
  call?: Call,
): Promise<Entry> {
  const use = { signal: abortSignal(call?.signal), onProgress: call?.onProgress };
  const profiles = await originalProfiles(await engine.importAllocations(path, use));
  const kind = profiles.some((profile) => profile.kind === 'sampled') ? 'v8' : 'native';
  return fileSession(
    id,
    path,
    {
      ...{ what: 'profile', runtime: { kind, flavour: kind }, snapshots: [], profiles },
      forMarks: 'Record a session.',
    },
    async () => {
      throw new Failure('no-snapshot', `${basename(path)} has no snapshot.`);
    },
  );
}
