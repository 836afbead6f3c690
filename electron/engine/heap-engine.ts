import type { SnapshotQueries, SnapshotSummary } from '../../shared/api/snapshots.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import type { NamedStep } from '../../shared/model/call-steps.js';
import type { HeapEvidence } from '../../shared/model/heap-evidence.js';
import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { CallFacts, CallFormat, CallPart, ImportedAllocations } from './allocation-parts.js';

export interface EngineCall extends Call {
  readonly signal?: AbortSignal;
}

/** One column of a snapshot as it is stored: little-endian typed-array bytes, in parts of a few MB. */
export interface ColumnPart {
  /** `nodeType`, `firstEdge`, `strings.bytes`, `dominator`, `retained`, … the engine's own names. */
  readonly column: string;
  readonly part: number;
  /** zstd. */
  readonly data: Uint8Array;
}

/** Where a snapshot's stored columns come from: the session store implements it. */
export interface ColumnSource {
  columns(): readonly { readonly column: string; readonly parts: number }[];
  read(column: string, part: number): Uint8Array;
}

/** Takes a snapshot's bytes as they come from a target or a file (`.heapsnapshot`, the agent's stream), told apart by content. */
export interface Intake {
  /** Resolves when the engine can take more. */
  write(chunk: Uint8Array): Promise<void>;
  /** Parses to the end, computes, and holds it under its id. */
  end(): Promise<SnapshotSummary>;
  abort(): void;
}

/**
 * Parses and holds snapshots in worker threads and answers questions about them. Keeps several open
 * within a memory limit and drops the oldest; `ensure` brings a dropped one back.
 */
export interface HeapEngine extends SnapshotQueries {
  intake(snapshot: SnapshotId, call?: EngineCall): Intake;
  loadFile(snapshot: SnapshotId, path: string, call?: EngineCall): Promise<SnapshotSummary>;
  loadColumns(snapshot: SnapshotId, source: ColumnSource, call?: EngineCall): Promise<SnapshotSummary>;
  has(snapshot: SnapshotId): boolean;
  /** Those that are open or being opened. */
  all(): readonly SnapshotId[];
  /** Its columns, compressed, for the session file. The sink is awaited: one part in memory at a time. */
  storeColumns(
    snapshot: SnapshotId,
    sink: (part: ColumnPart) => Promise<void>,
    call?: EngineCall,
  ): Promise<void>;
  /** Files and packages of classes are told as `places` knows them, from the next question on. Once for each opening. */
  placeClasses(snapshot: SnapshotId, places: OriginalPlaces): Promise<void>;
  /** As a `.heapsnapshot` that DevTools opens. */
  exportHeapSnapshot(snapshot: SnapshotId, path: string, call?: EngineCall): Promise<void>;
  /** What the rules of `findings` judge: a later snapshot of a process beside an earlier one. Both must be open. */
  evidence(
    base: SnapshotId,
    compared: SnapshotId,
    repeats?: number,
    call?: EngineCall,
  ): Promise<HeapEvidence>;
  /** How much each of these objects held in a snapshot that is open; -1 where it was not there. */
  entries(snapshot: SnapshotId, objects: readonly number[], call?: EngineCall): Promise<readonly number[]>;
  /** The allocation profiles of a file of any format that is known. */
  importAllocations(path: string, call?: EngineCall): Promise<readonly ImportedAllocations[]>;
  /** What a snapshot that was taken while allocations were tracked tells of them; undefined for any other. */
  heapAllocations(snapshot: SnapshotId, call?: EngineCall): Promise<ImportedAllocations | undefined>;
  /** Stored allocations added up by calls, as `shared/format/call-tree-columns.ts` encodes them. */
  callTree(parts: readonly CallPart[], steps?: readonly NamedStep[], call?: EngineCall): Promise<Uint8Array>;
  /** The same, written for another tool. */
  exportCalls(
    parts: readonly CallPart[],
    steps: readonly NamedStep[],
    format: CallFormat,
    facts: CallFacts,
    path: string,
    call?: EngineCall,
  ): Promise<void>;
  drop(snapshot: SnapshotId): void;
  dispose(): Promise<void>;
}
