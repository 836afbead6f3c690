import type { ProcessInfo, ProcessKey } from '../../shared/model/process.js';

/**
 * The processes of this machine. A row is found again by its key: PID and start time, so that a PID
 * given to another process is never taken for the old one.
 */
export interface ProcessTable {
  /** Every process that can be seen, by PID. A process that ends meanwhile is left out. */
  list(): Promise<readonly ProcessInfo[]>;
  get(pid: number): Promise<ProcessInfo | undefined>;
  /** The process and all below it, parents before children; empty when there is no such process. */
  tree(pid: number): Promise<readonly ProcessInfo[]>;
  children(pid: number): Promise<readonly ProcessInfo[]>;
  /** RSS of the last five minutes, oldest first, a point every two seconds while `list` is being asked for. */
  curve(key: ProcessKey): readonly number[];
  /**
   * Follows a tree until the returned function is called: what is born in it, changes its program, ends.
   * The first change, always told, is the whole tree as it stands; where the root is gone, nothing but that.
   * This process and those that it started are left out, unless the root is one of them.
   */
  watchTree(root: ProcessKey, listener: (change: TreeChange) => void): () => void;
  dispose(): void;
}

/** What happened in a tree since the call before; parents before children. Any list may be empty. */
export interface TreeChange {
  readonly appeared: readonly ProcessInfo[];
  /** The same process running another program now (exec): what was attached in it is gone. */
  readonly changed: readonly ProcessInfo[];
  readonly gone: readonly ProcessKey[];
}
