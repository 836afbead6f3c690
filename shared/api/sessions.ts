import type { SessionId, SnapshotId } from '../base/brand.js';
import type { Call } from '../base/call.js';
import type { AllocationSourceKind, AllocationUnit } from '../model/allocation-profile.js';
import type { AllocationTree } from '../model/allocation-tree.js';
import type { NamedStep } from '../model/call-steps.js';
import type { Severity } from '../model/finding.js';
import type { RuntimeKind } from '../model/runtime.js';
import type { GcEvent, SessionInfo } from '../model/session.js';
import type { SqlAnswer, SqlQuery } from '../model/sql-answer.js';

export type { AllocationSourceKind, AllocationUnit } from '../model/allocation-profile.js';
export type { SqlAnswer, SqlCell, SqlQuery } from '../model/sql-answer.js';

/** A session that this engine has open, live or from a file. */
export interface OpenSession {
  readonly id: SessionId;
  readonly name: string;
  readonly path: string;
  readonly live: boolean;
  readonly fileSize: number;
  readonly info: SessionInfo;
}

export interface RecentFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** ISO 8601. */
  readonly modifiedAt: string;
  /** Milliseconds; these three are absent where the file would have to be recovered first. */
  readonly duration?: number;
  readonly processes?: number;
  readonly snapshots?: number;
  /** What the rules said of it when they were asked last; absent where they were not. */
  readonly verdict?: RecentVerdict;
}

/** How many findings, and of the most certain of them how bad it is and how fast it grows. */
export interface RecentVerdict {
  readonly findings: number;
  readonly severity?: Severity;
  readonly bytesPerSecond?: number;
}

export interface SeriesQuery {
  readonly target: number;
  readonly names: readonly string[];
  readonly from: number;
  readonly to: number;
  /** At most this many points a series: where there are more, each is the minimum and maximum of a bucket. */
  readonly points: number;
}

/**
 * One series over a range. `time`, `min` and `max` have the same length; where nothing was
 * folded min equals max. A gap is a NaN. Base64 of little-endian Float64 columns on the
 * call channel is avoided: these travel by fetch (see `bulk` in electron/api).
 */
export interface SeriesColumns {
  readonly name: string;
  readonly time: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
}

/** At one time, or with `from` and `to` what changed between the two. Without a time: at the end. */
export interface LedgerQuery {
  readonly target?: number;
  /** All processes of the session together, by PSS, so that a page that they share counts once. */
  readonly tree?: boolean;
  readonly at?: number;
  readonly from?: number;
  readonly to?: number;
}

/** Where the RSS is: entries, `unexplained` among them, sum to `rss`. `delta` is there with a range. */
export interface LedgerAnswer {
  readonly rss: number;
  /** Share from 0 to 1. */
  readonly explained: number;
  readonly entries: readonly {
    readonly id: string;
    readonly name: string;
    readonly bytes: number;
    readonly delta?: number;
    readonly definition: string;
    readonly source: string;
    /** Of a tree with several runtimes: whose heap this line is. */
    readonly runtime?: RuntimeKind;
  }[];
  readonly unexplained: number;
  /**
   * Beside RSS: its part in huge pages, swap, kernel memory of the control group. None of it is added to `rss`. A line that
   * was not read is not there.
   */
  readonly beside?: readonly {
    readonly id: string;
    readonly name: string;
    readonly bytes: number;
    readonly delta?: number;
    readonly definition: string;
    readonly source: string;
  }[];
  /** With a range: what the growth comes down to, and what to do about it. */
  readonly verdict?: {
    readonly kind: string;
    readonly sentence: string;
    readonly advice: string;
    /** Bytes that allocator and runtime hold free at the end: at most so much could be given back. */
    readonly heldFree: number;
    /** Share of all that moved that has a name, 0 to 1. */
    readonly explained: number;
  };
  /** Of a tree: its processes, the largest first, and the most that they had together in the range. */
  readonly processes?: readonly {
    readonly target: number;
    readonly pid: number;
    readonly name: string;
    /** PSS. */
    readonly bytes: number;
    readonly delta?: number;
  }[];
  readonly peak?: { readonly at: number; readonly rss: number; readonly pss?: number };
}

/**
 * What is still held at `to` (the end) of what was allocated after `from` (the beginning of the sampling), as
 * near to these times as profiles were kept: every ten seconds, later less often. With `base` the difference to that session's,
 * or, with any other of the base's members alone, to another part of the same session.
 */
export interface AllocationQuery {
  /** The first that has any where absent. */
  readonly target?: number;
  /** An `AllocationSource.id`; absent: the first of the target. */
  readonly source?: string;
  readonly from?: number;
  readonly to?: number;
  readonly base?: SessionId;
  readonly baseTarget?: number;
  readonly baseSource?: string;
  readonly baseFrom?: number;
  readonly baseTo?: number;
  /** What is made of the calls before they are answered. */
  readonly steps?: readonly NamedStep[];
}

/** Where a session knows allocations from: one kind of profiling of one target, or a profile in a file. */
export interface AllocationSource {
  /** Names it in a query; lasts as long as the file. */
  readonly id: string;
  readonly target: number;
  readonly kind: AllocationSourceKind;
  /** For a person. */
  readonly name: string;
  readonly unit: AllocationUnit;
  /** Milliseconds since the session began: of its beginning, and of its last reading. */
  readonly from: number;
  readonly to: number;
  /** When it was read, oldest first: the moments that a query can be answered for exactly. */
  readonly times: readonly number[];
  /** Bytes between two samples, on average, where it is sampled: of anything smaller than some of these little is known. */
  readonly interval?: number;
  /** What the line of a frame is: that of the call, or where the function begins. */
  readonly lines: 'call' | 'function';
  /**
   * What a range of time answers. `held`: what was allocated in it and is alive at its end. `growth`: what is alive at its
   * end less what was at its beginning, call by call. `none`: it is one moment alone.
   */
  readonly range: 'held' | 'growth' | 'none';
}

/** What a query is really answered with: the times are those of readings. */
export interface AllocationRange {
  readonly source: string;
  /** Of the source, for a person. */
  readonly name: string;
  readonly target: number;
  readonly from: number;
  readonly to: number;
  /** Says that in words. */
  readonly sentence: string;
  readonly base?: Omit<AllocationRange, 'base'>;
}

/** The times, in milliseconds since the session began, are those of the profiles that were taken for it. */
export interface AllocationAnswer extends AllocationTree {
  readonly target: number;
  readonly source: string;
  readonly from: number;
  readonly to: number;
  /** Bytes between two samples, on average: of anything smaller than some of these little is known. 0: each is counted. */
  readonly interval: number;
  /** What it is, in words. */
  readonly sentence: string;
  readonly unit: AllocationUnit;
  /** In a comparison: what was taken off. */
  readonly base?: AllocationRange['base'];
}

export const EXPORT_FORMATS = [
  'heapsnapshot',
  'csv',
  'heapprofile',
  'pprof',
  'speedscope',
  'folded',
  'html',
] as const;

/**
 * `heapsnapshot`: one snapshot, for DevTools and memlab. `csv`: every sample of every target; with `allocations`, or where
 * there are no samples, the calls of a source of allocations, which all other formats are about: `heapprofile` for DevTools,
 * `pprof` (zipped) for pprof, Pyroscope and Parca, `speedscope`, `folded` for flame graph scripts.
 * `html`: a report of the session, one file that needs nothing else.
 */
export interface ExportOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  /** Which one, for `heapsnapshot`; absent: the last. */
  readonly snapshot?: number;
  /** Which allocations; absent: all of the first source. */
  readonly allocations?: AllocationQuery;
  /** A file that is there already is refused. */
  readonly path: string;
}

/** Which rows of a heap's classes are left out, under a name. */
export interface SavedFilter {
  readonly name: string;
  /** Plain, or a regular expression between slashes. */
  readonly text: string;
  /** Only rows of at least 1 kB; `least` says it of any size. */
  readonly big: boolean;
  /** Of this table, not of classes. */
  readonly table?: 'objects' | 'dominators' | 'strings';
  /** One class by its whole name. */
  readonly className?: string;
  /** At most so many steps from the roots. */
  readonly near?: number;
  /** Rows of at least so many bytes. */
  readonly least?: number;
  readonly detached?: boolean;
  readonly only?: 'growing' | 'new' | 'deleted';
  /** Only classes of this file or package. */
  readonly within?: { readonly by: 'module' | 'package'; readonly name: string };
}

export interface SessionsApi {
  /** Any importable file; a session that was cut off is recovered. Cancellable. */
  open(path: string, call?: Call): Promise<OpenSession>;
  close(session: SessionId): Promise<void>;
  list(): Promise<readonly OpenSession[]>;
  info(session: SessionId): Promise<SessionInfo>;
  recent(): Promise<readonly RecentFile[]>;
  gcEvents(session: SessionId, target: number, from: number, to: number): Promise<readonly GcEvent[]>;
  ledger(session: SessionId, query: LedgerQuery): Promise<LedgerAnswer>;
  /** The largest calls first; a tree of a million calls is better fetched as columns (`bulk/calls`). */
  allocations(session: SessionId, query: AllocationQuery): Promise<AllocationAnswer>;
  allocationSources(session: SessionId): Promise<readonly AllocationSource[]>;
  /** Which readings a query comes down to, without their data. */
  allocationRange(session: SessionId, query: AllocationQuery): Promise<AllocationRange>;
  mark(session: SessionId, text: string, at?: number): Promise<void>;
  /** Asks the session file by SQL: read-only, at most ten seconds. Cancellable. */
  query(session: SessionId, query: SqlQuery, call?: Call): Promise<SqlAnswer>;
  export(session: SessionId, options: ExportOptions, call?: Call): Promise<void>;
  /** With a part (milliseconds since the session began) only what was recorded in it; times stay those of the whole. */
  saveCopy(
    session: SessionId,
    path: string,
    part?: { readonly from: number; readonly to: number },
  ): Promise<void>;
  /** Gives a finished session's file another name in its folder. */
  rename(session: SessionId, name: string): Promise<OpenSession>;
  /** What the user wrote about the session. */
  note(session: SessionId): Promise<string>;
  setNote(session: SessionId, text: string): Promise<void>;
  /** Filters of the heap that the user gave a name, oldest first: they are kept in the session's file. */
  filters(session: SessionId): Promise<readonly SavedFilter[]>;
  /** Keeps one; another of the same name is replaced. */
  saveFilter(session: SessionId, filter: SavedFilter): Promise<void>;
  forgetFilter(session: SessionId, name: string): Promise<void>;
  /** Loads a snapshot into the engine, so that SnapshotsApi answers for it. Cancellable, with progress. */
  load(snapshot: SnapshotId, call?: Call): Promise<void>;
}
