import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenSession, SeriesColumns, SeriesQuery } from '../../shared/api/sessions.js';
import type { SessionId, SnapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { GcEvent, MarkInfo, SessionInfo } from '../../shared/model/session.js';
import type { EngineCall, HeapEngine } from '../engine/heap-engine.js';
import { openSession } from '../store/open-session.js';
import { renameSession } from '../store/rename-session.js';
import type { ArtifactInfo, ArtifactQuery, NewArtifact, SessionReader } from '../store/session-store.js';

/** One open file, whatever it is: a session, or a snapshot that stands alone. */
export interface Entry {
  readonly id: SessionId;
  readonly path: string;
  info(): SessionInfo;
  summary(): OpenSession;
  series(query: SeriesQuery): readonly SeriesColumns[];
  gcEvents(target: number, from: number, to: number): readonly GcEvent[];
  addMark(mark: MarkInfo): void;
  /** What the user wrote about it; with a key, something else of the user's. */
  note(key?: string): string;
  setNote(text: string, key?: string): void;
  /** Where its file is a session that may be given another name. */
  rename?(path: string): Entry;
  /** Oldest first, without their data. A snapshot that stands alone has none. */
  artifacts(query: ArtifactQuery): readonly ArtifactInfo[];
  artifact(id: number): Uint8Array;
  /** Keeps something in the file, once it is not written any more; absent where there is no session to keep it in. */
  keep?(artifact: NewArtifact): void;
  load(engine: HeapEngine, snapshot: SnapshotId, number: number, call: EngineCall): Promise<unknown>;
  ended(): void;
  close(): void;
}

export function sessionEntry(id: SessionId, reader: SessionReader, liveAtFirst: boolean): Entry {
  let live = liveAtFirst;
  /** Asked to be kept while the recorder writes the file. */
  const waiting: NewArtifact[] = [];
  const { path } = reader;
  return {
    id,
    path,
    info: () => reader.info(),
    summary: () => ({ id, path, name: basename(path), live, fileSize: sizeOf(path), info: reader.info() }),
    series: (query) => reader.series(query),
    gcEvents: (target, from, to) => reader.gcEvents(target, from, to),
    addMark: (mark) => reader.addMark(mark),
    note: (key = NOTE) => reader.note(key) ?? '',
    setNote: (text, key = NOTE) => reader.setNote(key, text === '' ? undefined : text),
    rename(to) {
      if (live)
        throw new Failure(
          'still-live',
          'A session has its name until it is stopped.',
          'Stop it, then rename it.',
        );
      renameSession(path, to, () => reader.close());
      return sessionEntry(id, openSession(to), false);
    },
    artifacts: (query) => reader.artifacts(query),
    artifact: (id) => reader.artifact(id),
    keep(artifact) {
      if (live) waiting.push(artifact);
      else kept(reader, artifact);
    },
    async load(engine, snapshot, number, call) {
      if (!reader.info().snapshots.some((known) => known.id === number))
        throw new Failure(
          'no-snapshot',
          `${basename(path)} has no snapshot ${number}.`,
          'Choose one of its list.',
        );
      return engine.loadColumns(snapshot, reader.snapshotColumns(number), call);
    },
    ended() {
      live = false;
      for (const artifact of waiting.splice(0)) kept(reader, artifact);
    },
    close: () => reader.close(),
  };
}

const NOTE = 'note';

/** A file that may not be changed is one that keeps nothing: what was asked for is answered all the same. */
function kept(reader: SessionReader, artifact: NewArtifact): void {
  try {
    reader.addArtifact(artifact);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

/** With the part of a live session that still stands in its write-ahead log. */
function sizeOf(path: string): number {
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size(path) + size(`${path}-wal`);
}
