import type { ProcessInfo } from '../../shared/model/process.js';
import type { Driver } from '../drivers/driver.js';
import type { NativeAllocations } from '../drivers/native-allocations.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { ProcessTable } from '../processes/process-table.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Recording, RecordingOptions } from './recording.js';

export interface RecorderDeps {
  readonly processes: ProcessTable;
  /** What answers at a typed address, as a list would show it. Throws a Failure where nothing does. */
  processAt?(address: string): Promise<ProcessInfo>;
  /** The driver of a process's runtime; undefined where there is none. */
  driverFor(process: ProcessInfo): Driver | undefined;
  readonly engine: HeapEngine;
  /** The tools for native allocations that are here and safe for a process. */
  nativeWays?(process: ProcessInfo): readonly NativeAllocations[];
  /** Where a process works: kept as an artifact `place`, so that a relative name of a program can be read later. */
  workingFolder?(pid: number): string | undefined;
  /** `now` gives milliseconds since the session began; `interval` is in milliseconds. */
  createSampler(options: { readonly now: () => number; readonly interval: number }): Sampler;
}

/** Makes recordings; several may run at once. */
export interface Recorder {
  /**
   * Creates the file and begins to sample every process named; resolves then, while the drivers still
   * attach. Throws a Failure when a process is not there or the file cannot be made, and leaves nothing.
   */
  start(options: RecordingOptions): Promise<Recording>;
}
