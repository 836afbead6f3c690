import type { HeapGraph } from '../model/heap-graph.js';
import { UpEdges } from './up-edges.js';

/** Blocks of this size and more an allocator gives back to the system at once, where it keeps smaller ones for later. */
const GIVEN_BACK = 33 << 20;
/** Smaller ones are not worth it. */
const WORTH = 1 << 20;

/**
 * Memory for the phases of one heap, one after the other: what one has touched the next need not touch anew, which costs
 * as much as the work itself. Nothing in it is zero but by chance. Blocks are sized for the worst: the system gives only
 * what is touched.
 */
export class WorkMemory {
  #first: ArrayBuffer | undefined;
  #second: ArrayBuffer | undefined;
  #edges: ArrayBuffer | undefined;

  constructor(readonly graph: Pick<HeapGraph, 'nodeCount' | 'edgeCount'>) {}

  /** A row a node. */
  get rows(): Uint32Array {
    return new Uint32Array(this.#nodes(), 0, this.graph.nodeCount);
  }

  /** Three rows a node. */
  get way(): Uint32Array {
    return new Uint32Array(this.#nodes(), this.graph.nodeCount * 4, this.graph.nodeCount * 3);
  }

  /** A byte a node. */
  get marks(): Uint8Array {
    return new Uint8Array(this.#nodes(), this.graph.nodeCount * 16, this.graph.nodeCount);
  }

  /** A row a node, kept when the others are let go of. */
  get kept(): Uint32Array {
    this.#second ??= block(this.graph.nodeCount * 4);
    return new Uint32Array(this.#second, 0, this.graph.nodeCount);
  }

  /** What UpEdges need, and at least a row a node. */
  get edges(): Uint32Array {
    const length = Math.max(UpEdges.room(this.graph.edgeCount), this.graph.nodeCount);
    this.#edges ??= block(length * 4);
    return new Uint32Array(this.#edges, 0, length);
  }

  letGoOfEdges(): void {
    this.#edges = undefined;
  }

  /** All but `kept`. */
  letGo(): void {
    this.#first = undefined;
    this.#edges = undefined;
  }

  #nodes(): ArrayBuffer {
    this.#first ??= block(this.graph.nodeCount * 17);
    return this.#first;
  }
}

function block(bytes: number): ArrayBuffer {
  return new ArrayBuffer(bytes < WORTH ? bytes : Math.max(GIVEN_BACK, bytes));
}
