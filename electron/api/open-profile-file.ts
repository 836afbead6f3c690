import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { sampledAllocations } from '../../shared/analysis/allocations/sampled-allocations.js';
import type { SessionId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { SamplingProfile } from '../../shared/model/sampling-profile.js';
import type { SessionInfo } from '../../shared/model/session.js';
import type { Entry } from './session-entry.js';

/** Told by its beginning: a `.heapprofile` of DevTools, of `node --heap-prof` or of ours. */
export const isProfile = (head: Uint8Array): boolean =>
  /^\s*\{\s*"head"\s*:\s*\{/.test(new TextDecoder().decode(head));

/** An allocation profile that stands alone, shown as a session with one target and one profile. */
export function openProfileFile(id: SessionId, path: string): Entry {
  const { size, mtime } = statSync(path);
  const name = basename(path);
  if (size > MOST_BYTES) throw new Failure('too-large', `${name} is too large for an allocation profile.`);
  const data = readFileSync(path);
  requireProfile(data, name);
  const info: SessionInfo = {
    ...{ format: 'leakscope', version: 1, complete: true, startedAt: mtime.toISOString(), duration: 0 },
    targets: [
      {
        ...{ id: 1, pid: 0, ppid: 0, name, command: name, firstSeen: 0, lastSeen: 0 },
        runtime: { kind: 'v8', flavour: 'v8' },
      },
    ],
    ...{ series: [], snapshots: [], marks: [] },
  };
  const artifact = { id: 1, kind: 'heapprofile', target: 1, at: 0, size, meta: {} };
  return {
    id,
    path,
    info: () => info,
    summary: () => ({ id, path, name, live: false, fileSize: size, info }),
    series: () => [],
    gcEvents: () => [],
    artifacts: ({ kind }) => (kind === undefined || kind === artifact.kind ? [artifact] : []),
    artifact: () => data,
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

const MOST_BYTES = 256 << 20;

function requireProfile(data: Uint8Array, name: string): void {
  try {
    sampledAllocations(JSON.parse(new TextDecoder().decode(data)) as SamplingProfile);
  } catch {
    throw new Failure('malformed', `${name} is not a whole allocation profile.`, 'Take it again.');
  }
}
