import type { RuntimeInfo } from './runtime.js';
import type { Unit } from './series.js';

/** A process, or an isolate inside one, as a session knows it. Times are milliseconds since the session began. */
export interface TargetInfo {
  readonly id: number;
  readonly pid: number;
  readonly ppid: number;
  readonly runtime: RuntimeInfo;
  readonly name: string;
  readonly command: string;
  /** The target whose process this isolate lives in; absent for a process. */
  readonly within?: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Why there are no more samples: `exited with status 0`, `killed by SIGKILL`, `detached`. */
  readonly exit?: string;
}

export interface SeriesInfo {
  readonly target: number;
  readonly name: string;
  readonly unit: Unit;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly last: number;
}

export interface SnapshotInfo {
  readonly id: number;
  readonly target: number;
  readonly at: number;
  readonly nodes: number;
  readonly edges: number;
  /** Sum of self sizes. */
  readonly bytes: number;
  /** Measured: how long the target stood still, ms. */
  readonly pause: number;
  readonly label?: string;
  /** Why it is not whole; absent for a whole one. */
  readonly partial?: string;
}

/** `note` is the user's; the others are written by the recorder. */
export type MarkKind =
  | 'note'
  | 'exit'
  | 'attach'
  | 'gc'
  | 'trim'
  | 'lost'
  | 'snapshot-failed'
  | 'allocations-failed'
  | 'near-limit';

export interface MarkInfo {
  readonly at: number;
  readonly kind: MarkKind;
  readonly target?: number;
  readonly text: string;
}

/** One garbage collection. */
export interface GcEvent {
  readonly at: number;
  /** `scavenge`, `mark-sweep`, `generation 2`, … */
  readonly kind: string;
  /** How long the target stood still, ms. */
  readonly pause: number;
}

/** What `info` prints. */
export interface SessionInfo {
  readonly format: 'leakscope';
  readonly version: number;
  /** False when the recorder did not get to close the file. */
  readonly complete: boolean;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly duration: number;
  readonly targets: readonly TargetInfo[];
  readonly series: readonly SeriesInfo[];
  readonly snapshots: readonly SnapshotInfo[];
  readonly marks: readonly MarkInfo[];
  /** What could not be read, a sentence each; absent for a whole file. */
  readonly damaged?: readonly string[];
}
