import type { HeapGraph } from './heap-graph.js';
import type { ObjectShape, PlainObjects } from './object-shape.js';

/** Distance of a node that no root reaches. */
export const NO_DISTANCE = -1;

/** Who holds whom. Worked out when it is first asked for: opening and comparing heaps do without. */
export interface Retainers {
  /** Incoming edges of node `n`: rows `firstRetainer[n]` up to `firstRetainer[n + 1]`. */
  readonly firstRetainer: Uint32Array;
  /** Where the incoming edge begins. */
  readonly retainerNode: Uint32Array;
  /** Its row among the graph's edges. */
  readonly retainerEdge: Uint32Array;
  /** Of each node the incoming row on its shortest path from the roots, plus 1; 0 for none. */
  readonly step: Uint32Array;
}

/** The shortest retaining path of every node as a number, worked out ahead of the questions about paths. */
export interface PathNumbers {
  /** From 1; a row a node. */
  readonly keyOf: Uint32Array;
  /** A row a number: the number above, 0 for none, and always lower; the name of the edge; the class; a node that has it. */
  readonly above: Uint32Array;
  readonly name: Uint32Array;
  readonly ofClass: Uint32Array;
  readonly example: Uint32Array;
}

/** A graph with what is worked out from it once. Every column has a row a node, classes aside. */
export interface HeapIndex {
  readonly graph: HeapGraph;
  /** Self size as shown: hidden arrays that one object owns are counted with their owner, as DevTools does. */
  readonly shallowSize: Uint32Array | Float64Array;
  /** Edges from the user's roots; those that only the system's reach are 1e8 and more; NO_DISTANCE. */
  readonly distance: Int32Array;
  readonly dominator: Uint32Array;
  /** Depth first through the dominator tree: a node stands after its dominator, all that it dominates next to it. */
  readonly preorder: Uint32Array;
  /** Float64Array only where the heap has 4 GiB or more. */
  readonly retainedSize: Uint32Array | Float64Array;
  /** As V8 says it and DevTools spreads it: 0 unknown, 1 attached, 2 detached. Absent where nothing is known. */
  readonly detachedness?: Uint8Array;
  /** Uint32Array only where there are more than 65,536 classes. */
  readonly classOf: Uint16Array | Uint32Array;
  readonly classNames: readonly string[];
  /** For each class the file that a person wrote it in, by source maps; empty where none tells. Absent where nobody looked. */
  readonly classFiles?: readonly string[];
  readonly classCount: Uint32Array;
  readonly classSelf: Float64Array;
  readonly classRetained: Float64Array;
  readonly classDistance: Int32Array;
  /** Absent until somebody asks who holds whom. */
  readonly retainers?: Retainers;
  /** Absent until the engine had time for it. */
  readonly paths?: PathNumbers;
  /** V8: what plain objects are named by, to name those of another heap by it. Made again where a file has it not. */
  readonly plain?: PlainObjects;
  readonly shapes?: readonly ObjectShape[];
}
