import { columnU8, columnU32, grownF64, grownU8, grownU32 } from '../../base/column-memory.js';
import type { NodeLayout } from './layout.js';
import { malformed, tooLarge, truncated } from './malformed.js';

/** Rows of a claim that are believed at once where the file's size is not known; beyond it columns grow. */
const BELIEVED_ROWS = 1 << 22;
const MOST_ROWS = 0xffff_fffe;

/** The columns of `nodes`, filled row by row. */
export class NodeColumns {
  rows = 0;
  nodeType: Uint8Array;
  name: Uint32Array;
  /** Uint32 until an id or a size does not fit. */
  id: Uint32Array | Float64Array;
  selfSize: Uint32Array | Float64Array;
  firstEdge: Uint32Array;
  detachedness?: Uint8Array;
  traceNode?: Uint32Array;
  /** The highest row of `strings` that a node names. */
  lastName = 0;
  /** Sum of the edge counts so far. */
  edges = 0;
  #capacity: number;

  /** `most`: no more rows than this can come; `claimed`: as many as the header says. */
  constructor(
    readonly layout: NodeLayout,
    readonly claimed: number | undefined,
    most: number,
  ) {
    if (claimed !== undefined && claimed > most) throw truncated('before the nodes that its header promises');
    this.#capacity = Math.max(1, Math.min(claimed ?? 1 << 16, most < MOST_ROWS ? most : BELIEVED_ROWS));
    const rows = this.#capacity;
    this.nodeType = columnU8(rows);
    this.name = columnU32(rows);
    this.id = columnU32(rows);
    this.selfSize = columnU32(rows);
    this.firstEdge = columnU32(rows + 1);
    if (layout.detachedness >= 0) this.detachedness = columnU8(rows);
    if (layout.traceNode >= 0) this.traceNode = columnU32(rows);
  }

  take(batch: Float64Array, rows: number): void {
    const { layout, rows: first } = this;
    this.#reserve(first + rows);
    const { fields, types } = layout;
    const { nodeType, name, firstEdge, detachedness, traceNode } = this;
    const id = this.#fitting('id', batch, rows, layout.id);
    const selfSize = this.#fitting('selfSize', batch, rows, layout.selfSize);
    let { edges, lastName } = this;
    for (let row = 0, at = 0; row < rows; row++, at += fields) {
      const type = batch[at + layout.type];
      if (type >= types.length) throw malformed('a node has a type that its meta does not name');
      nodeType[first + row] = types[type];
      const text = batch[at + layout.name];
      if (text > lastName) lastName = text;
      name[first + row] = text;
      id[first + row] = batch[at + layout.id];
      selfSize[first + row] = batch[at + layout.selfSize];
      edges += batch[at + layout.edgeCount];
      firstEdge[first + row + 1] = edges;
    }
    if (edges > 0xffff_ffff) throw tooLarge('it has more than 4,294,967,295 edges');
    if (detachedness)
      for (let row = 0, at = layout.detachedness; row < rows; row++, at += fields)
        detachedness[first + row] = batch[at] > 2 ? 0 : batch[at];
    if (traceNode)
      for (let row = 0, at = layout.traceNode; row < rows; row++, at += fields)
        traceNode[first + row] = fits32(batch[at]);
    this.edges = edges;
    this.lastName = lastName;
    this.rows = first + rows;
  }

  /** Cuts the columns to the rows that came. */
  finish(): void {
    const { rows, claimed } = this;
    if (claimed !== undefined && claimed !== rows)
      throw malformed(`node_count says ${claimed}, and there are ${rows} nodes`);
    if (rows === 0) throw malformed('it has no nodes');
    this.nodeType = this.nodeType.subarray(0, rows);
    this.name = this.name.subarray(0, rows);
    this.id = this.id.subarray(0, rows);
    this.selfSize = this.selfSize.subarray(0, rows);
    this.firstEdge = this.firstEdge.subarray(0, rows + 1);
    this.detachedness = this.detachedness?.subarray(0, rows);
    this.traceNode = this.traceNode?.subarray(0, rows);
  }

  /** The column, made wide when a number of the batch needs it. */
  #fitting(
    column: 'id' | 'selfSize',
    batch: Float64Array,
    rows: number,
    field: number,
  ): Uint32Array | Float64Array {
    const held = this[column];
    if (held instanceof Float64Array) return held;
    const end = rows * this.layout.fields;
    for (let at = field; at < end; at += this.layout.fields)
      if (batch[at] > 0xffff_ffff) {
        const wide = grownF64(held, this.#capacity);
        this[column] = wide;
        return wide;
      }
    return held;
  }

  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    if (this.claimed !== undefined && rows > this.claimed)
      throw malformed(`node_count says ${this.claimed}, and there are more nodes`);
    if (rows > MOST_ROWS) throw tooLarge('it has more than 4,294,967,294 nodes');
    const capacity = Math.max(rows, Math.min(this.#capacity * 2, this.claimed ?? MOST_ROWS));
    this.nodeType = grownU8(this.nodeType, capacity);
    this.name = grownU32(this.name, capacity);
    this.id = this.id instanceof Uint32Array ? grownU32(this.id, capacity) : grownF64(this.id, capacity);
    this.selfSize =
      this.selfSize instanceof Uint32Array
        ? grownU32(this.selfSize, capacity)
        : grownF64(this.selfSize, capacity);
    this.firstEdge = grownU32(this.firstEdge, capacity + 1);
    if (this.detachedness) this.detachedness = grownU8(this.detachedness, capacity);
    if (this.traceNode) this.traceNode = grownU32(this.traceNode, capacity);
    this.#capacity = capacity;
  }
}

function fits32(value: number): number {
  if (value > 0xffff_ffff) throw malformed('a node has an impossible trace_node_id');
  return value;
}
