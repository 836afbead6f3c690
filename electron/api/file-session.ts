import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { SessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';
import type { SessionInfo, SnapshotInfo } from '../../shared/model/session.js';
import type { ImportedAllocations } from '../engine/allocation-parts.js';
import type { ArtifactInfo } from '../store/session-store.js';
import type { Entry } from './session-entry.js';

export interface FileContent {
  /** What a message calls the file. */
  readonly what: 'snapshot' | 'profile';
  readonly runtime: RuntimeInfo;
  readonly snapshots: readonly SnapshotInfo[];
  readonly profiles: readonly ImportedAllocations[];
  /** What to do for marks, which it takes none of. */
  readonly forMarks: string;
}

/** A file that stands alone, shown as a session with one target and no samples; it takes neither notes nor marks. */
export function fileSession(
  id: SessionId,
  path: string,
  { what, runtime, snapshots, profiles, forMarks }: FileContent,
  load: Entry['load'],
): Entry {
  const { size, mtime } = statSync(path);
  const name = basename(path);
  const info: SessionInfo = {
    ...{ format: 'leakscope', version: 1, complete: true, startedAt: mtime.toISOString(), duration: 0 },
    targets: [{ id: 1, pid: 0, ppid: 0, runtime, name, command: name, firstSeen: 0, lastSeen: 0 }],
    ...{ series: [], snapshots, marks: [] },
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
    artifact(number) {
      const profile = profiles[number - 1];
      if (!profile) throw new Failure('no-artifact', `${name} has no part ${number}.`);
      return profile.data;
    },
    note: () => '',
    setNote() {
      throw new Failure('read-only', `${name} is a ${what}: it takes no notes.`, 'Record a session.');
    },
    addMark() {
      throw new Failure('read-only', `${name} is a ${what}: it takes no marks.`, forMarks);
    },
    load,
    ended: () => {},
    close: () => {},
  };
}

/** Profiles as the artifacts of a session would be: numbered from 1. */
function profileArtifacts(profiles: readonly ImportedAllocations[], target: number): readonly ArtifactInfo[] {
  return profiles.map(({ data, duration = 0, ...facts }, at) => ({
    ...{ id: at + 1, kind: 'allocations', target, at: duration, size: data.length },
    meta: { ...facts, duration, source: `${facts.kind}-${at + 1}` },
  }));
}
