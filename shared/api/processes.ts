import type { CaptureEstimate, Check } from '../model/preflight.js';
import type { ProcessInfo } from '../model/process.js';

export interface ProcessRow extends ProcessInfo {
  /** RSS of the last minutes, oldest first, one every two seconds, for the small curve. */
  readonly curve: readonly number[];
}

export interface ProcessesApi {
  list(): Promise<readonly ProcessRow[]>;
  /** What would stop an attach to `pid`, or to anything when absent; each with its fix. */
  doctor(pid?: number): Promise<readonly Check[]>;
  /** What a snapshot of `pid` would cost. */
  estimate(pid: number): Promise<CaptureEstimate>;
}
