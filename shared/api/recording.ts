import type { SessionId } from '../base/brand.js';
import type { Call } from '../base/call.js';
import type { CollectorState, NeighbourOptions, Neighbours, ObjectCounts } from '../model/live-objects.js';
import type { CaptureCost, CaptureEstimate } from '../model/preflight.js';
import type { SnapshotInfo } from '../model/session.js';

export interface RecordOptions {
  /** May be empty where there are addresses. */
  readonly pids: readonly number[];
  /** Inspectors by their address: `host:port` or `ws://…`, beyond a tunnel or in a container. Nothing of the system is read there. */
  readonly addresses?: readonly string[];
  /** Follow children, those of now and those that appear later. */
  readonly tree: boolean;
  /** Milliseconds between two samples. */
  readonly interval: number;
  /** Where to; absent: autosave in the user's data folder. */
  readonly path?: string;
  /** Snapshots of every target by itself: at once, after so many milliseconds, before the end. */
  readonly snapshots?: readonly ('start' | 'end' | number)[];
  /** What the snapshots hold beyond the usual: of V8 numeric values and the engine's own objects; of CPython texts redacted. */
  readonly capture?: {
    readonly numericValues?: boolean;
    readonly internals?: boolean;
    readonly redact?: boolean;
    /** CPython: read in the program itself, in slices, where there is no room for a copy of it. */
    readonly inProcess?: boolean;
    /** V8: of the isolates of one process (its workers, a browser's pages) at most so many, the largest heaps first; all when absent. */
    readonly isolates?: number;
  };
  /** False: snapshots are closed once they are in the file, as nobody asks about them meanwhile; else they stay open. */
  readonly keepOpen?: boolean;
  /** Ends by itself after so many milliseconds; else when stopped, or when every target is gone. */
  readonly duration?: number;
  /** Track allocations from the start. */
  readonly allocations?: boolean;
  /** How, where `allocations` is set. */
  readonly allocationOptions?: Omit<AllocationTrackingOptions, 'kind'>;
  /** When a V8 heap fills this share (0 to 1) of what it may have: take a snapshot, or keep its allocation profile. */
  readonly nearLimit?: { readonly share: number; readonly take: 'snapshot' | 'profile' };
}

/** How one snapshot is taken, where there is more than one way. */
export interface CaptureChoice {
  /** CPython: in the program itself, in slices, where there is no room for a copy of it. */
  readonly inProcess?: boolean;
}

/** One way to track allocations: a sampling or a timeline of V8, a tracing of CPython, another tool for native code. */
export interface AllocationTrackingOptions {
  readonly kind: 'sampled' | 'traced' | 'timeline' | 'native';
  /** Of native code: by which of the tools that are offered; the first when absent. */
  readonly tool?: NativeTool;
  /** Of a sampling: bytes between two samples, on average. */
  readonly interval?: number;
  /** Where `kind` is not said: what samples is preferred to what traces each allocation. */
  readonly sampled?: boolean;
  /** Of a tracing: frames kept of each stack. */
  readonly frames?: number;
  /** Of a tracing: patterns of files; the first that fits decides. */
  readonly filters?: readonly { readonly include: boolean; readonly file: string }[];
  /** Ends it by itself after so many milliseconds, or when its own memory passes so many bytes. */
  readonly limit?: { readonly time?: number; readonly bytes?: number };
}

/** What traces allocations of native code. */
export type NativeTool = 'heaptrack' | 'memray' | 'bpftrace' | 'memleak';

/** How far another tool is with the native allocations of a target. */
export interface NativeState {
  readonly tool: NativeTool;
  /** `entering` and `leaving` may stop the program for a while; `reading` is ours alone. */
  readonly phase: 'entering' | 'tracing' | 'leaving' | 'reading' | 'done' | 'failed';
  /** Why it failed, with the remedy. */
  readonly message?: string;
}

export interface AllocationOffer {
  readonly kind: AllocationTrackingOptions['kind'];
  /** Of kind `native`. */
  readonly tool?: NativeTool;
  /** A sentence for a person. */
  readonly cost: string;
  /** We do it now. */
  readonly running: boolean;
}

/** A program to start and record from its first moment. */
export interface LaunchOptions extends Omit<RecordOptions, 'pids' | 'addresses'> {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Trace the allocations of native code, by heaptrack. Refused for managed programs. */
  readonly native?: boolean;
}

/** How a recording ended. */
export interface RecordingEnd {
  readonly path: string;
  readonly reason: 'stopped' | 'duration' | 'targets-gone' | 'failed';
  /** A sentence with its remedy, when it failed. */
  readonly message?: string;
  /** Of a launched program. */
  readonly exitStatus?: number;
}

/** What Leakscope itself costs, measured. */
export interface Overhead {
  /** Percent of one core. */
  readonly ownCpu: number;
  readonly ownRss: number;
  readonly lastPause?: number;
  /** Bytes that our code holds inside the targets, as their sampled allocations show it; they are kept out of those. */
  readonly inTargets?: number;
  /** Percent of one core that our programs inside the targets take, over the last second, as they measure it there. */
  readonly insideCpu?: number;
  /** Attached targets whose runtime cannot tell that. */
  readonly insideUntold?: number;
  /** Samples that came late or were dropped since the start. */
  readonly missed: number;
}

export interface AttachmentState {
  readonly target: number;
  readonly pid: number;
  readonly phase: 'attaching' | 'attached' | 'lost' | 'detached';
  /** Why only the system's figures are there, or why it was lost; with the remedy. */
  readonly message?: string;
  readonly remedy?: string;
  readonly canSnapshot: boolean;
  readonly canCollect: boolean;
  /** Its C allocator can be asked to give memory back. */
  readonly canTrim?: boolean;
  /** Absent where no tool was asked for. */
  readonly native?: NativeState;
  /** What the process will feel of the snapshots that are taken next, where they are of several isolates. */
  readonly plan?: string;
}

export interface RecordingApi {
  start(options: RecordOptions): Promise<SessionId>;
  launch(options: LaunchOptions): Promise<SessionId>;
  /** Answers when the recording has ended. */
  ended(session: SessionId): Promise<RecordingEnd>;
  /** Adds a process to a running recording. */
  attach(session: SessionId, pid: number): Promise<void>;
  detach(session: SessionId, target: number): Promise<void>;
  stop(session: SessionId): Promise<void>;
  attachments(session: SessionId): Promise<readonly AttachmentState[]>;
  estimate(session: SessionId, target: number, choice?: CaptureChoice): Promise<CaptureEstimate>;
  /** Cancellable, with progress. */
  snapshot(
    session: SessionId,
    target: number,
    call?: Call,
  ): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }>;
  /** The same, in a way that was chosen for this one. Cancellable, with progress. */
  snapshotAs(
    session: SessionId,
    target: number,
    choice: CaptureChoice,
    call?: Call,
  ): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }>;
  collectGarbage(session: SessionId, target: number): Promise<void>;
  /**
   * What can trace the native allocations of a process here, before it is recorded. Throws a Failure `no-native-tool` that
   * says why none of them, or not the one that is named, can.
   */
  nativeOffers(pid: number, tool?: NativeTool): Promise<readonly AllocationOffer[]>;
  /** What can be known of a target's allocations, and what it would cost: to be shown before it is begun. */
  allocationOffers(session: SessionId, target: number): Promise<readonly AllocationOffer[]>;
  /** Begins to track allocations in one way; without options ends every way and keeps what was found. */
  trackAllocations(session: SessionId, target: number, options?: AllocationTrackingOptions): Promise<void>;
  /** Reads what is tracked now: a moment that queries can then name. */
  keepAllocations(session: SessionId, target: number): Promise<void>;
  /** Has the C allocator give back what it holds free, with a mark and an inventory before and after. */
  trim(session: SessionId, target: number): Promise<void>;
  /** Live objects by type, most first; no snapshot. CPython, and V8 after a collection; a Failure `cannot` elsewhere. */
  objectCounts(session: SessionId, target: number): Promise<ObjectCounts>;
  /** Who holds the object with this id (CPython: an address; V8: an id of a snapshot since the attach) now, or what it holds. Throws `no-object` where there is none. */
  referrers(
    session: SessionId,
    target: number,
    object: number,
    options?: NeighbourOptions,
  ): Promise<Neighbours>;
  referents(
    session: SessionId,
    target: number,
    object: number,
    options?: NeighbourOptions,
  ): Promise<Neighbours>;
  /** The garbage collector's settings and counts, read alone. */
  collector(session: SessionId, target: number): Promise<CollectorState>;
}

/** Topic `samples`: what came in since the last one, a few times a second. */
export interface SampleEvent {
  readonly session: SessionId;
  readonly target: number;
  readonly time: readonly number[];
  /** One column a series, as long as `time`; null where it could not be read. */
  readonly series: Readonly<Record<string, readonly (number | null)[]>>;
  readonly gc: readonly { readonly at: number; readonly kind: string; readonly pause: number }[];
}

/** Topic `session`: targets, marks or snapshots changed: ask `info` again. */
export interface SessionEvent {
  readonly session: SessionId;
  readonly overhead?: Overhead;
  /** Somebody changed it: opened, marked, noted, pinned, renamed or closed it, or kept a filter of it. */
  readonly changed?: boolean;
}
