import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { SessionId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { SessionInfo } from '../../shared/model/session.js';
import type { ImportedAllocations } from '../engine/allocation-parts.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { ArtifactInfo } from '../store/session-store.js';
import { abortSignal } from './abort-signal.js';
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
  const { size, mtime } = statSync(path);
  const name = basename(path);
  const use = { signal: abortSignal(call?.signal), onProgress: call?.onProgress };
  const profiles = await originalProfiles(await engine.importAllocations(path, use));
  const kind = profiles.some((profile) => profile.kind === 'sampled') ? 'v8' : 'native';
  const info: SessionInfo = {
    ...{ format: 'leakscope', version: 1, complete: true, startedAt: mtime.toISOString(), duration: 0 },
    targets: [
      {
        ...{ id: 1, pid: 0, ppid: 0, name, command: name, firstSeen: 0, lastSeen: 0 },
        runtime: { kind, flavour: kind },
      },
    ],
    ...{ series: [], snapshots: [], marks: [] },
  };
  const artifacts = profileArtifacts(profiles, 1);
  return {
    id,
    path,
    info: () => info,
    summary: () => ({ id, path, name, live: false, fileSize: size, info }),
    series: () => [],
    gcEvents: () => [],
    artifacts: (query) => artifacts.filter(({ kind }) => query.kind === undefined || query.kind === kind),
    artifact: (number) => dataOf(profiles, number, name),
    note: () => '',
    setNote() {
      throw new Failure('read-only', `${name} is a profile: it takes no notes.`, 'Record a session.');
    },
    addMark() {
      throw new Failure('read-only', `${name} is a profile: it takes no marks.`, 'Record a session.');
    },
    load: async () => {
      throw new Failure('no-snapshot', `${name} has no snapshot.`);
    },
    ended: () => {},
    close: () => {},
  };
}

/** Profiles as the artifacts of a session would be: numbered from 1. */
export function profileArtifacts(
  profiles: readonly ImportedAllocations[],
  target: number,
): readonly ArtifactInfo[] {
  return profiles.map(({ data, duration = 0, ...facts }, at) => ({
    ...{ id: at + 1, kind: 'allocations', target, at: duration, size: data.length },
    meta: { ...facts, duration, source: `${facts.kind}-${at + 1}` },
  }));
}

export function dataOf(profiles: readonly ImportedAllocations[], number: number, name: string): Uint8Array {
  const profile = profiles[number - 1];
  if (!profile) throw new Failure('no-artifact', `${name} has no part ${number}.`);
  return profile.data;
}
