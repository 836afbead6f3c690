import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { CaptureOptions, HeapSink } from '../driver.js';

/** One heap snapshot to be taken. */
export interface Capture {
  readonly pid: number;
  readonly sink: HeapSink;
  readonly expected: CaptureEstimate;
  readonly signal: AbortSignal;
  readonly options?: CaptureOptions;
}

/** No snapshot that goes on takes this long: a limit for a target that was stopped meanwhile. */
export const CAPTURE_LIMIT = 30 * 60_000;

/** One that was taken whole. */
export interface TakenCapture extends CaptureCost {
  /** Of text. */
  readonly bytes: number;
}
