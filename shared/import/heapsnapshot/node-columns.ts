import { columnU8, columnU32, grownF64, grownU8, grownU32 } from '../../base/column-memory.js';
import type { NodeLayout } from './layout.js';
import { malformed, tooLarge, truncated } from './malformed.js';
import { MARGIN } from './number-scanner.js';

/** Rows of a claim that are believed at once where the file's size is not known; beyond it columns grow. */
const BELIEVED_ROWS = 1 << 22;
const MOST_ROWS = 0xffff_fffe;
const MOST_EDGES = 0xffff_ffff;
/** What a comma and a line's end are when a digit is looked for. */
const COMMA = 44 - 48;
const LINE = 10 - 48;

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
  /** Some node says where it was allocated: V8 writes the field always, and zeros in it when it did not track. */
  traced = false;
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
    if (edges > MOST_EDGES) throw tooLarge('it has more than 4,294,967,295 edges');
    if (detachedness)
      for (let row = 0, at = layout.detachedness; row < rows; row++, at += fields)
        detachedness[first + row] = batch[at] > 2 ? 0 : batch[at];
    if (traceNode)
      for (let row = 0, at = layout.traceNode; row < rows; row++, at += fields)
        if (batch[at] !== 0) {
          traceNode[first + row] = fits32(batch[at]);
          this.traced = true;
        }
    this.edges = edges;
    this.lastName = lastName;
    this.rows = first + rows;
  }

  /**
   * Rows as V8 writes them: the first five fields in its order, small numbers, a comma or a line's end and a comma.
   * Stops before the first that is otherwise. Five numbers are read in place, as in EdgeColumns.
   */
  readRows(bytes: Uint8Array, from: number, last: number): number {
    const { types, fields } = this.layout;
    const { nodeType, name, id, selfSize, firstEdge } = this;
    const extra = [this.layout.detachedness, this.layout.traceNode];
    const lastBegin = last - MARGIN;
    const capacity = this.#capacity;
    let { rows, edges, lastName } = this;
    let at = from;
    let digit = 0;
    while (at < lastBegin && rows < capacity) {
      let type = bytes[at] - 48;
      if (type >>> 0 > 9) break;
      let end = at + 1;
      digit = bytes[end] - 48;
      while (digit >>> 0 <= 9 && end - at < 4) {
        type = type * 10 + digit;
        digit = bytes[++end] - 48;
      }
      if (digit !== COMMA || type >= types.length) break;

      let begin = ++end;
      let text = 0;
      digit = bytes[end] - 48;
      while (digit >>> 0 <= 9) {
        text = (Math.imul(text, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if (digit !== COMMA || (end - begin - 1) >>> 0 > 8) break;

      begin = ++end;
      let number = 0;
      digit = bytes[end] - 48;
      while (digit >>> 0 <= 9) {
        number = (Math.imul(number, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if (digit !== COMMA || (end - begin - 1) >>> 0 > 8) break;

      begin = ++end;
      let size = 0;
      digit = bytes[end] - 48;
      while (digit >>> 0 <= 9) {
        size = (Math.imul(size, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if (digit !== COMMA || (end - begin - 1) >>> 0 > 8) break;

      begin = ++end;
      let count = 0;
      digit = bytes[end] - 48;
      while (digit >>> 0 <= 9) {
        count = (Math.imul(count, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if ((end - begin - 1) >>> 0 > 8) break;

      let field = 5;
      for (; field < fields && digit === COMMA; field++) {
        begin = ++end;
        let value = 0;
        digit = bytes[end] - 48;
        while (digit >>> 0 <= 9) {
          value = (Math.imul(value, 10) + digit) | 0;
          digit = bytes[++end] - 48;
        }
        if ((end - begin - 1) >>> 0 > 8) break;
        // Memory begins as zeros, and a page that is not written takes none.
        if (value === 0) continue;
        if (field === extra[0] && this.detachedness) this.detachedness[rows] = value > 2 ? 0 : value;
        else if (field === extra[1] && this.traceNode) {
          this.traceNode[rows] = value;
          this.traced = true;
        }
      }
      if (field < fields) break;
      if (digit === LINE) digit = bytes[++end] - 48;
      if (digit !== COMMA) break;

      if (text > lastName) lastName = text;
      edges += count;
      nodeType[rows] = types[type];
      name[rows] = text;
      id[rows] = number;
      selfSize[rows] = size;
      firstEdge[++rows] = edges;
      at = end + 1;
    }
    if (edges > MOST_EDGES) throw tooLarge('it has more than 4,294,967,295 edges');
    this.rows = rows;
    this.edges = edges;
    this.lastName = lastName;
    return at;
  }

  /** Whether rows begin in the one order that `readRows` knows, and are short enough for its margin. */
  get common(): boolean {
    const { fields, type, name, id, selfSize, edgeCount } = this.layout;
    return type === 0 && name === 1 && id === 2 && selfSize === 3 && edgeCount === 4 && fields <= 10;
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
