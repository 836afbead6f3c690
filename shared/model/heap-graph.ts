import type { PythonHeapMeta } from './python-heap-stream.js';
import type { SampleTable, TraceTable } from './trace-table.js';

/**
 * Node types, V8's own names and order. A row of `nodeType` is an index here.
 * A type that a newer V8 invents is stored as `hidden`, the type DevTools shows least of.
 */
export const NODE_TYPES = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
] as const;

/** Edge types, V8's own names and order. `element` and `hidden` edges carry an index, all others a string. */
export const EDGE_TYPES = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
] as const;

export const NodeType = {
  hidden: 0,
  array: 1,
  string: 2,
  object: 3,
  code: 4,
  closure: 5,
  regexp: 6,
  number: 7,
  native: 8,
  synthetic: 9,
  concatenatedString: 10,
  slicedString: 11,
  symbol: 12,
  bigint: 13,
  objectShape: 14,
} as const;

export const EdgeType = {
  context: 0,
  element: 1,
  property: 2,
  internal: 3,
  hidden: 4,
  shortcut: 5,
  weak: 6,
} as const;

/**
 * One heap snapshot as columns. The edges of node `n` are rows `firstEdge[n]` up to,
 * not including, `firstEdge[n + 1]`, so `firstEdge` has one more entry than there are
 * nodes. Node 0 is the root.
 */
export interface HeapGraph {
  readonly producer: 'v8' | 'cpython';
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** Index into NODE_TYPES. */
  readonly nodeType: Uint8Array;
  /** Row of `strings`: the class of an object, the text of a string, the name of a function. */
  readonly name: Uint32Array;
  /** V8: stable through the life of the process. CPython: the address, which can be reused. */
  readonly id: Uint32Array | Float64Array;
  /** Bytes of the node alone. Float64Array only where one node has 4 GiB or more. */
  readonly selfSize: Uint32Array | Float64Array;
  /** V8: 0 unknown, 1 attached, 2 detached. Absent where the producer does not say. */
  readonly detachedness?: Uint8Array;
  /** Node of the allocation trace tree; 0 for none. Absent without allocation tracking. */
  readonly traceNode?: Uint32Array;
  /** CPython: NodeFlag bits of each node. */
  readonly flags?: Uint8Array;
  /** CPython: reference counts, saturated; 0 unknown. */
  readonly refCount?: Uint32Array;
  readonly firstEdge: Uint32Array;
  /** Index into EDGE_TYPES. */
  readonly edgeType: Uint8Array;
  /** Row of `strings`, or for `element` and `hidden` edges the index itself. */
  readonly edgeName: Uint32Array;
  /** Node ordinal. */
  readonly edgeTarget: Uint32Array;
  readonly strings: StringTable;
  readonly locations?: LocationTable;
  /** Bytes outside the heap that V8 counts beside it, in no node. Absent where the producer does not say. */
  readonly extraNativeBytes?: number;
  /** CPython: what the agent said about the capture. */
  readonly python?: PythonHeapMeta;
  /** References that led to what nothing describes, and were dropped. */
  readonly droppedEdges?: number;
  /** Why the graph is not whole; absent for a whole one. */
  readonly partial?: string;
  /** Allocation sites; absent without allocation tracking. */
  readonly traces?: TraceTable;
  /** Ids by time; absent outside a `.heaptimeline`. */
  readonly samples?: SampleTable;
}

/** In the product: offsets into UTF-8 bytes, decoded when shown. In a test's drawing: a plain array. */
export interface StringTable {
  readonly length: number;
  at(row: number): string | undefined;
}

/** Uint32Array only where a number does not fit in two bytes. */
export type LocationColumn = Uint16Array | Uint32Array;

/** Where functions and classes are defined, one row each, sorted by node. */
export interface LocationTable {
  readonly length: number;
  readonly node: Uint32Array;
  /** V8 script id; CPython: row of `strings` with the file name. */
  readonly script: LocationColumn;
  /** From 0, as V8 counts. */
  readonly line: LocationColumn;
  readonly column: LocationColumn;
}
