import type { ObjectCounts } from '../../shared/model/live-objects.js';
import type { ManagedTask, ManagedThread } from '../../shared/model/managed-thread.js';
import type { OriginalPlaces } from '../../shared/model/original-places.js';
import type { CaptureCost, CaptureEstimate, Check } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { RuntimeKind } from '../../shared/model/runtime.js';
import type { Reading } from '../../shared/model/series.js';
import type { GcEvent } from '../../shared/model/session.js';
import type { AllocationTracing } from './allocation-tracing.js';
import type { AllocationTracking } from './allocation-tracking.js';
import type { Inspection } from './inspection.js';
import type { ObjectInspection } from './object-inspection.js';

/** Enters processes of one runtime. Registered once; holds no connection. */
export interface Driver {
  readonly runtime: RuntimeKind;
  /** Why attaching would fail, cheapest test first, each with what the user can do about it. */
  preflight(process: ProcessInfo): AsyncGenerator<Check>;
  /** What a snapshot would cost, guessed from outside, before any attach. Absent: this driver takes none. */
  estimate?(process: ProcessInfo): Promise<CaptureEstimate>;
  /** Objects by type without entering the process: nothing in it runs, stops or is written. Throws a Failure where they are not found. */
  countOutside?(process: ProcessInfo, signal: AbortSignal): Promise<ObjectCounts>;
  /**
   * Enters the process. Throws a Failure with its remedy; leaves the target as it was when it throws.
   * Every wait inside has a limit; `signal` ends it sooner. With `onWait` a target that is blocked is waited for without one.
   */
  attach(process: ProcessInfo, signal: AbortSignal, onWait?: OnWait): Promise<Attachment>;
}

/** Told why the target does not let us in yet: a sentence without its full stop. From then on only the signal ends the attach. */
export type OnWait = (why: string) => void;

/** One live connection to one isolate or interpreter. Every optional member is a capability: absent means there is none. */
export interface Attachment {
  readonly process: ProcessInfo;
  /** Set where the process has several isolates: `worker 2`, a page's title. The main one has none. */
  readonly isolate?: string;
  /** The runtime's exact version, as the runtime says it. */
  readonly version?: string;
  /** Managed figures only; those of the system come from `samplers`. At most a few ms. */
  sample(signal: AbortSignal): Promise<Reading>;
  /**
   * Milliseconds that our program inside the target has taken of it since the attach, as the newest sample tells; absent
   * where that cannot be told from the target's own.
   */
  ownTime?(): number | undefined;
  /** Collections since the last call, with `at` in `performance.now()` milliseconds of this process. */
  takeGcEvents?(): readonly GcEvent[];
  collectGarbage?(signal: AbortSignal): Promise<void>;
  /** Has the C library's malloc give back what it holds free (malloc_trim). Only where that is safe from inside. */
  trim?(signal: AbortSignal): Promise<void>;
  estimateCapture?(signal: AbortSignal, options?: CaptureOptions): Promise<CaptureEstimate>;
  captureHeap?(sink: HeapSink, signal: AbortSignal, options?: CaptureOptions): Promise<CaptureCost>;
  /** Where objects are allocated. */
  readonly allocations?: AllocationTracking;
  /** Exact allocations, at a price; where the runtime has no cheap sampling, the only way. */
  readonly tracing?: AllocationTracing;
  /**
   * What its `/` is to us, empty where it is ours: its frames name files below it. Absent where what they name is no file
   * of this machine: the process is elsewhere, or a page may call its scripts anything.
   */
  readonly root?: string | undefined;
  /**
   * Where the code of these scripts was written, by the source maps that lie beside their files or in them. The program
   * is asked for those of scripts that are no files. Absent where neither can be had.
   */
  originalPlaces?(files: Iterable<string>): Promise<OriginalPlaces>;
  /** The source maps of these scripts, by their names; of those that have none, nothing. Bounded. */
  sourceMaps?(files: Iterable<string>): Promise<ReadonlyMap<string, SourceMapText>>;
  /** Threads with their stacks; `values` asks for the locals' values as well. */
  threads?(
    options: { readonly values?: boolean },
    signal: AbortSignal,
  ): Promise<{ readonly threads: readonly ManagedThread[]; readonly tasks: readonly ManagedTask[] }>;
  /** What the runtime calls its threads and what they run, by the system's number; nothing is stopped for it. */
  nameThreads?(signal: AbortSignal): Promise<ReadonlyMap<number, ThreadNaming>>;
  /** Live objects: how many of which type, who holds one, the collector. */
  readonly objects?: ObjectInspection;
  /** Questions about objects and sources that need no snapshot. */
  readonly inspection?: Inspection;
  /** Isolates that appear later inside the same process (worker threads, pages). */
  onIsolate?(listener: (attachment: Attachment) => void): void;
  /** Resolves when that listener has been given every isolate that was there when it was set. Never rejects. */
  isolatesKnown?(): Promise<void>;
  /** The target exited, or the connection broke. Called once. */
  onLost(listener: (reason: string) => void): void;
  /** Leaves the target as it was found. Never throws for a target that is already gone. */
  detach(): Promise<void>;
}

/** A source map as it stands; its own names are relative to `url`. */
export interface SourceMapText {
  readonly text: string;
  readonly url: string;
}

/** A thread as its runtime knows it. */
export interface ThreadNaming {
  readonly name: string;
  /** `file!function`; absent where it is not known. */
  readonly start?: string;
}

export interface CaptureOptions {
  /** V8: numbers as nodes of their own, so that fields with numbers can be read. Throws `too-old` before Node 20. */
  readonly numericValues?: boolean;
  /** V8: what it keeps for itself is shown as it is, not hidden behind what it belongs to. As above. */
  readonly internals?: boolean;
  /** Texts that are not words of the program's own code leave the target as their lengths alone. */
  readonly redact?: boolean;
  /**
   * CPython: not in a copy but in the program itself, in slices of some ms with as long for the program in between. For where there is no room
   * for a copy: it takes a few MB, but the program runs slower meanwhile, and what changes meanwhile may be seen half.
   */
  readonly inProcess?: boolean;
}

/** Takes a heap as it is streamed: the bytes of a `.heapsnapshot`, or of the agent's column stream. */
export interface HeapSink {
  /** Awaited before the next chunk where the transport allows it. */
  write(chunk: Uint8Array): Promise<void>;
  /** The sink needs a chunk no longer when its `write` has resolved: its memory is then used again. */
  readonly borrows?: boolean;
  /** What the driver is doing, 0 to 1. */
  progress?(done: number | undefined, phase: string): void;
}
