/**
 * Where objects were allocated, as V8's allocation tracking tells it: a tree of calls.
 * `HeapGraph.traceNode` names one by its `id`. Parents come before their children.
 */
export interface TraceTable {
  readonly length: number;
  /** The number `HeapGraph.traceNode` refers to. */
  readonly id: Uint32Array;
  /** Row of the tree; the root is its own parent. */
  readonly parent: Uint32Array;
  /** Row of `functions`. */
  readonly function: Uint32Array;
  /** Objects allocated there, and their bytes, since tracking began; also those long collected. */
  readonly count: Uint32Array;
  readonly size: Float64Array;
  readonly functions: TraceFunctions;
}

export interface TraceFunctions {
  readonly length: number;
  /** Row of the graph's strings. */
  readonly name: Uint32Array;
  /** Row of the graph's strings. */
  readonly scriptName: Uint32Array;
  readonly scriptId: Uint32Array;
  /** From 1 as V8 writes them; 0 unknown. */
  readonly line: Uint32Array;
  readonly column: Uint32Array;
}

/** From a `.heaptimeline`: which ids were given out up to a moment. */
export interface SampleTable {
  readonly length: number;
  /** Microseconds since tracking began; never decreases. */
  readonly time: Float64Array;
  /** The highest id given out by then. */
  readonly lastId: Float64Array;
}
