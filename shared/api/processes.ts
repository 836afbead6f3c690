import type { CaptureEstimate, Check } from '../model/preflight.js';
import type { ProcessInfo } from '../model/process.js';
import type { RuntimeInfo } from '../model/runtime.js';

export interface ProcessRow extends ProcessInfo {
  /** RSS of the last minutes, oldest first, one every two seconds, for the small curve. */
  readonly curve: readonly number[];
}

/** What answers at an address. */
export interface BehindAddress {
  readonly address: string;
  readonly runtime: RuntimeInfo;
  /** One for Node; a page, frame or worker each for a browser. */
  readonly targets: readonly { readonly type: string; readonly title: string; readonly url: string }[];
}

export interface ProcessesApi {
  list(): Promise<readonly ProcessRow[]>;
  /** What would stop an attach to `pid`, or to anything when absent; each with its fix. */
  doctor(pid?: number): Promise<readonly Check[]>;
  /** What can be debugged behind an address, `host:port` or `ws://…`. Throws a Failure where nothing answers. */
  behind(address: string): Promise<BehindAddress>;
  /** What a snapshot of `pid` would cost. */
  estimate(pid: number): Promise<CaptureEstimate>;
}
