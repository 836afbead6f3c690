import type {
  AllocationOffer,
  AllocationTrackingOptions,
  AttachmentState,
  CaptureChoice,
  Overhead,
  RecordingEnd,
} from '../../shared/api/recording.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { ManagedTask, ManagedThread } from '../../shared/model/managed-thread.js';
import type { CaptureCost, CaptureEstimate } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { SnapshotInfo } from '../../shared/model/session.js';
import type { CaptureOptions } from '../drivers/driver.js';
import type { NativeAllocations } from '../drivers/native-allocations.js';
import type { ObjectInspection } from '../drivers/object-inspection.js';
import type { EngineCall } from '../engine/heap-engine.js';
import type { NewArtifact, SampleBatch } from '../store/session-store.js';
import type { NearLimitOptions } from './near-limit.js';

export interface RecordingOptions {
  /** The file to write. One that is there already is refused (Failure `exists`) unless `overwrite`. */
  readonly path: string;
  readonly overwrite?: boolean;
  readonly pids: readonly number[];
  /** Inspectors by their address: beyond a tunnel, in a container. */
  readonly addresses?: readonly string[];
  /** Of a program that was started for it: the tool for its native allocations that came with it. */
  readonly startedWith?: (process: ProcessInfo) => NativeAllocations;
  /** Follow children, those of now and those that appear later. */
  readonly tree: boolean;
  /** Milliseconds between two samples. */
  readonly interval: number;
  /** Snapshots of every target by itself: once attached, after so many ms, before the end. */
  readonly snapshots?: readonly ('start' | 'end' | number)[];
  /** Processes that join before so many ms give a snapshot of the start, too; five seconds when absent. */
  readonly startWithin?: number;
  /** Milliseconds for all snapshots of the end together, a fifth of them to begin; five minutes when absent. */
  readonly endSnapshotsWithin?: number;
  /** What the snapshots hold beyond the usual. */
  readonly capture?: CaptureOptions & { readonly isolates?: number };
  /** False: a snapshot is dropped from the engine once it is in the file. */
  readonly keepOpen?: boolean;
  /** Ends by itself after so many ms. */
  readonly duration?: number;
  /** Sample allocations of every target, and keep profiles in the session. */
  readonly allocations?: boolean;
  /** How, where `allocations` is set. */
  readonly allocationOptions?: Omit<AllocationTrackingOptions, 'kind'>;
  /** Keep a snapshot or profile of a target whose heap comes near its limit, before the process dies. */
  readonly nearLimit?: NearLimitOptions;
  /** End when every target is gone; true when absent. */
  readonly endWhenGone?: boolean;
  /** What the engine is to call snapshot `number` of this session; `SESSION/NUMBER` of the host's own. */
  readonly snapshotId: (number: number) => SnapshotId;
}

export interface Stacks {
  readonly threads: readonly ManagedThread[];
  readonly tasks: readonly ManagedTask[];
}

/** One recording that runs. Listeners return the function that ends them; none is called after the end. */
export interface Recording {
  readonly path: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Milliseconds since the session began. */
  now(): number;
  /** Adds a process; resolves with its target as soon as it is sampled, its driver attaches meanwhile. */
  attach(pid: number): Promise<number>;
  /** Leaves a target as it was found and reads it no more. */
  detach(target: number): Promise<void>;
  /** Resolves when no target is `attaching` any more. */
  settled(): Promise<void>;
  estimate(target: number, signal?: AbortSignal, choice?: CaptureChoice): Promise<CaptureEstimate>;
  /** One at a time in a target: a second one waits for the first. Throws what the driver, engine or store says. */
  snapshot(
    target: number,
    call?: EngineCall,
    choice?: CaptureChoice,
  ): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }>;
  /** What can be known of a target's allocations, and what it would cost. */
  allocationOffers(target: number): readonly AllocationOffer[];
  /** Begins to track allocations in one way, or ends every way. Throws a Failure where the target cannot. */
  trackAllocations(target: number, options: AllocationTrackingOptions | undefined): Promise<void>;
  /** Reads what is tracked now, beside the readings of its own accord. */
  keepAllocations(target: number): Promise<void>;
  /** A mark before it, and one after it. */
  collectGarbage(target: number, signal?: AbortSignal): Promise<void>;
  /** Has the C allocator give back what it can; a mark and an inventory before it, and after it. */
  trim(target: number, signal?: AbortSignal): Promise<void>;
  /** Takes mappings, threads and descriptors now and keeps them; resolves with the time that they stand for. */
  inventory(target: number): Promise<number>;
  /** Stacks as the runtime knows them. Throws a Failure where it gives none. */
  threads(target: number, options: { readonly values?: boolean }, signal?: AbortSignal): Promise<Stacks>;
  /** Asks about live objects. Throws a Failure `cannot` where the runtime tells none. */
  inspectObjects<T>(
    target: number,
    ask: (objects: ObjectInspection, signal: AbortSignal) => Promise<T>,
  ): Promise<T>;
  /** Writes what belongs in the session and was made elsewhere. Throws a Failure when the recording is over. */
  keep(artifact: NewArtifact): void;
  /** A mark of the recorder's own. */
  note(text: string): void;
  /** The process of a target. */
  process(target: number): ProcessInfo;
  mark(text: string, at?: number): void;
  attachments(): readonly AttachmentState[];
  overhead(): Overhead;
  /** Bytes on disk so far. */
  fileSize(): number;
  onSamples(listener: (batches: readonly SampleBatch[]) => void): () => void;
  /** Targets, their states, marks or snapshots changed. */
  onChange(listener: () => void): () => void;
  onEnd(listener: (end: RecordingEnd) => void): () => void;
  /** Never rejects. */
  readonly ended: Promise<RecordingEnd>;
  /**
   * Takes the snapshots of the end, if any, detaches everything within a few seconds and completes the file. Calls after
   * the first wait for it, and give up what is being captured.
   */
  stop(): Promise<RecordingEnd>;
}
