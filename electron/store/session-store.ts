import type { SeriesColumns, SeriesQuery } from '../../shared/api/sessions.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';
import type { GcEvent, MarkInfo, SessionInfo, SnapshotInfo, TargetInfo } from '../../shared/model/session.js';

export interface NewTarget {
  readonly pid: number;
  readonly ppid: number;
  readonly runtime: RuntimeInfo;
  readonly name: string;
  readonly command: string;
  readonly within?: number;
  readonly firstSeen: number;
}

/** Readings of one target since the last batch; a column may lack values (NaN). */
export interface SampleBatch {
  readonly target: number;
  readonly time: readonly number[];
  readonly series: ReadonlyMap<string, readonly number[]>;
  readonly gc: readonly GcEvent[];
}

/**
 * Writes one session while it is recorded. Everything given is durable against `kill -9` when the
 * call returns. Throws a Failure (`disk-full`, `not-ours`, …); what was written before stays readable.
 */
export interface SessionWriter {
  readonly path: string;
  addTarget(target: NewTarget): number;
  updateTarget(
    id: number,
    change: Partial<Pick<TargetInfo, 'lastSeen' | 'exit' | 'runtime' | 'name' | 'command'>>,
  ): void;
  append(batches: readonly SampleBatch[]): void;
  mark(mark: MarkInfo): void;
  beginSnapshot(target: number, at: number): SnapshotWriter;
  /** Anything else that belongs in the session: allocation profiles, mappings, threads, findings. Returns its id. */
  addArtifact(artifact: NewArtifact): number;
  fileSize(): number;
  /** Ends the recording: one plain file, `complete: true`. */
  complete(duration: number): void;
  /** Closes without completing, as a crash would leave it. */
  abandon(): void;
}

/** What has no table of its own yet. */
export interface NewArtifact {
  /** `allocations`, `regions`, `threads`, `findings`, …: whoever writes one says what its data is. */
  readonly kind: string;
  readonly target?: number;
  readonly at: number;
  /** Small facts to list it by, as JSON can say them. */
  readonly meta?: unknown;
  /** Stored compressed. */
  readonly data: Uint8Array;
}

export interface ArtifactInfo extends Omit<NewArtifact, 'data'> {
  readonly id: number;
  /** Bytes of the data, uncompressed. */
  readonly size: number;
}

export interface ArtifactQuery {
  readonly kind?: string;
  readonly target?: number;
  readonly from?: number;
  readonly to?: number;
}

export interface SnapshotWriter {
  readonly id: number;
  column(column: string, part: number, data: Uint8Array): void;
  finish(facts: Omit<SnapshotInfo, 'id' | 'target' | 'at'>): SnapshotInfo;
  /** Removes its columns. */
  discard(): void;
}

/** Reads a session, also one that is being written. */
export interface SessionReader {
  readonly path: string;
  info(): SessionInfo;
  series(query: SeriesQuery): readonly SeriesColumns[];
  gcEvents(target: number, from: number, to: number): readonly GcEvent[];
  snapshotColumns(snapshot: number): {
    columns(): readonly { readonly column: string; readonly parts: number }[];
    read(column: string, part: number): Uint8Array;
  };
  /** Adds the user's mark, also in a finished file. Throws `read-only` where the file may not be changed. */
  addMark(mark: MarkInfo): void;
  /** Oldest first, without their data. */
  artifacts(query?: ArtifactQuery): readonly ArtifactInfo[];
  artifact(id: number): Uint8Array;
  /** Adds to a finished file what was found later: sources of the program. Throws `read-only` where it may not be changed. */
  addArtifact(artifact: NewArtifact): void;
  /** The user's own: notes, a verdict, a choice of view. */
  note(key: string): string | undefined;
  setNote(key: string, text: string | undefined): void;
  /** Where the file is read from, when not from `path` itself: a copy, for want of leave to recover it in place. */
  readonly recoveredAt?: string;
  close(): void;
}
