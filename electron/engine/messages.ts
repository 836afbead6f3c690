import type { SnapshotSummary } from '../../shared/api/snapshots.js';
import type { NamedStep } from '../../shared/model/call-steps.js';
import type { HeapEvidence } from '../../shared/model/heap-evidence.js';
import type { CallFacts, CallFormat, CallPart, ImportedAllocations } from './allocation-parts.js';
import type { ErrorParts } from './error-parts.js';
import type { FlatHeap } from './flat-heap.js';
import type { ScanPlan } from './worker/scan-plan.js';

/** What a worker is started with. */
export interface WorkerData {
  /** Bytes that it may keep answers in. */
  readonly keptBytes: number;
}

/** What the engine says to a worker. */
export type ToWorker =
  | {
      readonly kind: 'job';
      readonly id: number;
      readonly job: JobName;
      readonly args: readonly unknown[];
      readonly control: Int32Array;
      /** Heaps that this job needs and the worker does not hold yet. */
      readonly heaps: readonly { readonly snapshot: string; readonly heap: FlatHeap }[];
    }
  /** The next piece of a job's input; `undefined` when that was all. */
  | { readonly kind: 'input'; readonly id: number; readonly chunk: Uint8Array | undefined }
  /** More was worked out of a heap that the worker holds. */
  | { readonly kind: 'widen'; readonly snapshot: string; readonly more: FlatHeap }
  | { readonly kind: 'forget'; readonly snapshot: string };

/** What a worker says to the engine. */
export type FromWorker =
  | { readonly kind: 'value'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorParts }
  | { readonly kind: 'progress'; readonly id: number; readonly done?: number; readonly phase: string }
  /** So many bytes of input were read. */
  | { readonly kind: 'taken'; readonly id: number; readonly bytes: number };

/** Every job a worker can do, by name: arguments and answer. */
export interface EngineJobs {
  /** How two threads can read a file; undefined where one is as good. */
  planScan(path: string): Promise<ScanPlan | undefined>;
  /** Reads a file and computes; with a plan, `scanTail` runs elsewhere at the same time. */
  load(path: string, plan?: ScanPlan): Promise<OpenedHeap>;
  scanTail(plan: ScanPlan): Promise<void>;
  /** Reads what comes as input and computes. */
  intake(): Promise<OpenedHeap>;
  /** Checks columns that come from a file, and computes what they lack. */
  adopt(heap: FlatHeap): Promise<OpenedHeap>;
  /** Who holds whom in a heap that is held: what `HeapIndex.retainers` is. */
  retainers(snapshot: string): Promise<FlatHeap>;
  /** The paths of a heap whose holders are known: what `HeapIndex.paths` is; undefined where that is not worth its memory. */
  paths(snapshot: string): Promise<FlatHeap | undefined>;
  query(method: string, args: readonly unknown[]): Promise<unknown>;
  /** What the rules of `findings` judge: the second snapshot beside the first. */
  evidence(base: string, compared: string, repeats?: number): Promise<HeapEvidence>;
  /** How much each of these objects holds; -1 where it is not there. */
  entries(snapshot: string, objects: readonly number[]): Promise<readonly number[]>;
  /** Bytes of a column, compressed. */
  pack(column: Uint8Array): Promise<Uint8Array>;
  /** Decompresses into `target`, which it must fill. */
  unpack(data: Uint8Array, target: Uint8Array): Promise<void>;
  exportHeapSnapshot(snapshot: string, path: string): Promise<void>;
  /** The allocation profiles of a file. */
  importAllocations(path: string): Promise<readonly ImportedAllocations[]>;
  /** What a heap that was tracked tells of its allocations. */
  heapAllocations(snapshot: string): Promise<ImportedAllocations | undefined>;
  /** An encoded CallTree. */
  callTree(parts: readonly CallPart[], steps: readonly NamedStep[]): Promise<Uint8Array>;
  exportCalls(
    parts: readonly CallPart[],
    steps: readonly NamedStep[],
    format: CallFormat,
    facts: CallFacts,
    path: string,
  ): Promise<void>;
}

export type JobName = keyof EngineJobs;

export interface OpenedHeap {
  readonly heap: FlatHeap;
  readonly summary: SnapshotSummary;
}

/** Slots of a job's control word, shared by both sides. */
export const Control = {
  /** Not 0: nobody wants the answer. */
  cancelled: 0,
  /** Counts up while the job is alive. */
  beat: 1,
  length: 2,
} as const;
