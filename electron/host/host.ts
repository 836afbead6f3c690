import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { ObjectCounts } from '../../shared/model/live-objects.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import type { Channel } from '../../shared/protocol/channel.js';
import type { Port } from '../api/port-channel.js';
import type { CaptureOptions, OnWait } from '../drivers/driver.js';
import type { Holders, HoldersQuery } from './find-holders.js';

/** Everything but a face: the engine of a window, of a browser's page and of the command line. */
export interface Host {
  readonly api: LeakscopeApi;
  /** Answers a peer's calls and sends it every event, until it goes. */
  join(channel: Channel): void;
  joinPort(port: Port): void;
  /** Every event that is pushed: `samples`, `session`, `show`. Returns the function that ends it. */
  onEvent(listener: (topic: string, value: unknown) => void): () => void;
  /** Columns of samples for a fetch; `parameters` are the query of its address. Throws a Failure. */
  bulkSeries(parameters: URLSearchParams): Promise<Uint8Array>;
  /** A call tree for a fetch, as `shared/format/call-tree-columns.ts` has it. Throws a Failure. */
  bulkCalls(parameters: URLSearchParams): Promise<Uint8Array>;
  /** Opens files that the system handed over and shows them in the windows. */
  show(files: readonly string[]): Promise<void>;
  /** Bytes of a session's file now. */
  fileSize(session: SessionId): number;
  /** `of` is a PID, or an address. */
  snapshotToFile(of: number | string, path: string, call: SnapshotCall): Promise<SnapshotResult>;
  /** Live objects of a process by type, once or, `again` ms later, twice. */
  countTypes(
    pid: number,
    again: number | undefined,
    call: Pick<SnapshotCall, 'signal' | 'onWait'> & { readonly outside?: boolean },
  ): Promise<readonly ObjectCounts[]>;
  /** Who holds the objects of a class in a process, now; nothing is written. */
  holders(pid: number, query: HoldersQuery, call: SnapshotCall): Promise<Holders>;
  /**
   * PIDs of targets that were signalled and did not answer. They are watched, to take that back when they do; when this
   * program ends, a small one of its own goes on for at most ten minutes.
   */
  watching(): readonly number[];
  /** Ends recordings cleanly, leaves targets as they were found, closes files. */
  dispose(): Promise<void>;
}

export interface SnapshotCall {
  readonly signal: AbortSignal;
  /** Of a target that does not let us in yet. Without it such a one is given up. */
  readonly onWait?: OnWait;
  readonly onProgress: (progress: { readonly done?: number; readonly phase: string }) => void;
  readonly options?: CaptureOptions;
  readonly onEstimate: (estimate: CaptureEstimate) => void;
}

export interface SnapshotResult {
  readonly bytes: number;
  /** Measured, ms. */
  readonly pause: number;
  readonly duration: number;
  /** Bytes that the target grew by meanwhile, where that could be watched. */
  readonly extraMemory?: number;
  /** How it was taken. */
  readonly method?: string;
}
