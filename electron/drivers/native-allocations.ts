import type { NativeTool } from '../../shared/api/recording.js';

/**
 * Allocations of native code in a running process, by a tool that is installed here. What is started is off again after
 * `stop`, and after a detach.
 */
export interface NativeAllocations {
  readonly tool: NativeTool;
  /** What a person is told before it is begun: what it costs, what stays behind. Sentences. */
  readonly cost: string;
  readonly running: boolean;
  /** From now on. Throws a Failure, and then nothing was begun. */
  start(signal: AbortSignal): Promise<void>;
  /** Bytes that are on disk for it now; absent where it writes nothing down. */
  written?(): number;
  /** The folder that it writes to; that of temporary files when absent. */
  readonly disk?: string;
  /**
   * What was allocated since the start and is still held, and what was held at the peak where the tool knows it. Also
   * after the end of `stop` and of the process.
   */
  read(signal: AbortSignal): Promise<readonly NativeReading[]>;
  /** Leaves the process as it was found. Nothing where it does not run. */
  stop(signal: AbortSignal): Promise<void>;
  /** Removes what it wrote to disk. */
  remove(): Promise<void>;
}

/** A file that an importer of allocation profiles knows. */
export interface NativeReading {
  readonly path: string;
  readonly held: 'now' | 'at the peak' | 'both';
  /** Why it is not the whole: a sentence. Absent where it is. */
  readonly lacks?: string;
}
