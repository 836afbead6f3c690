/** V8's sampling heap profile, as `.heapprofile` files hold it: a tree of calls, and the samples that fell into it. */
export interface SamplingProfile {
  readonly head: SamplingNode;
  readonly samples: readonly AllocationSample[];
  /** Bytes that Leakscope's own code holds in the target: they stand nowhere in the tree. */
  readonly own?: number;
}

export interface SamplingNode {
  readonly id: number;
  readonly callFrame: {
    /** Empty for an anonymous function; `(root)`, `(V8 API)` and the like are V8's own. */
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    /** From 0; -1 where there is none. */
    readonly lineNumber: number;
    readonly columnNumber: number;
  };
  /** Bytes allocated here itself, estimated from the samples. */
  readonly selfSize: number;
  readonly children: readonly SamplingNode[];
}

export interface AllocationSample {
  readonly nodeId: number;
  /** Bytes that it stands for. */
  readonly size: number;
  /** Counts all samples since the profiler was started: of two, the later has the higher one. */
  readonly ordinal: number;
}
