import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { SessionInfo } from '../../shared/model/session.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { abortSignal } from './abort-signal.js';
import { dataOf, profileArtifacts } from './open-profile-file.js';
import type { Entry } from './session-entry.js';

/** A snapshot file that stands alone, shown as a session with one target, one snapshot and no samples. */
export async function openHeapFile(
  engine: HeapEngine,
  id: SessionId,
  path: string,
  call?: Call,
): Promise<Entry> {
  const { size, mtime } = statSync(path);
  const name = basename(path);
  const load = (snapshot = snapshotId(`${id}/1`), use = call) =>
    engine.loadFile(snapshot, path, { signal: abortSignal(use?.signal), onProgress: use?.onProgress });
  const summary = await load();
  const tracked = await engine.heapAllocations(snapshotId(`${id}/1`));
  const profiles = tracked ? [tracked] : [];
  const artifacts = profileArtifacts(profiles, 1);
  const flavour = summary.producer === 'v8' ? 'v8' : 'cpython';
  const info: SessionInfo = {
    format: 'leakscope',
    version: 1,
    complete: true,
    startedAt: mtime.toISOString(),
    duration: 0,
    targets: [
      {
        id: 1,
        pid: 0,
        ppid: 0,
        runtime: { kind: summary.producer, flavour },
        name,
        command: name,
        firstSeen: 0,
        lastSeen: 0,
      },
    ],
    series: [],
    snapshots: [
      {
        id: 1,
        target: 1,
        at: 0,
        nodes: summary.nodes,
        edges: summary.edges,
        bytes: summary.totalSize,
        pause: 0,
      },
    ],
    marks: [],
  };
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
      throw new Failure('read-only', `${name} is a snapshot: it takes no notes.`, 'Record a session.');
    },
    addMark() {
      throw new Failure(
        'read-only',
        `${name} is a snapshot: it takes no marks.`,
        'Record a session to have marks.',
      );
    },
    load: (_, snapshot, __, use) => load(snapshot, use),
    ended: () => {},
    close: () => {},
  };
}
