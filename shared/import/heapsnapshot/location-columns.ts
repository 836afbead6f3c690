import { columnU16, columnU32, grownU16, grownU32 } from '../../base/column-memory.js';
import type { LocationColumn, LocationTable } from '../../model/heap-graph.js';
import type { LocationLayout } from './layout.js';
import { malformed } from './malformed.js';
import { rowOrder } from './row-order.js';

const MOST = 0xffff_ffff;
/** Beyond this columns grow: what is promised for nothing should not be much more than a file can hold. */
const MOST_ROOM = 1 << 26;

/** The columns of `locations`: one row for each closure and class, so that there may be millions. */
export class LocationColumns {
  rows = 0;
  #node: Uint32Array;
  /** Two bytes a row until a number does not fit. */
  #script: LocationColumn;
  #line: LocationColumn;
  #column: LocationColumn;
  /** Rows came in the order of their nodes, as V8 writes them most often. */
  #ordered = true;

  /**
   * A node is given by its place in the flat array of `nodes`, which has `nodeFields` numbers a row. `most`: no more
   * rows than this can come; as many get room where that is known, since memory is only used as it is written.
   */
  constructor(
    readonly layout: LocationLayout,
    readonly nodeFields: number,
    readonly nodeCount: number,
    most: number,
  ) {
    const room = most <= MOST_ROOM ? Math.max(1, most) : 1 << 12;
    this.#node = columnU32(room);
    this.#script = columnU16(room);
    this.#line = columnU16(room);
    this.#column = columnU16(room);
    if (layout.node < 0) throw malformed('its locations do not say of which nodes');
  }

  take(batch: Float64Array, rows: number): void {
    this.#reserve(this.rows + rows);
    const { layout, nodeFields, nodeCount } = this;
    this.#script = this.#fitting(this.#script, batch, rows, layout.script);
    this.#line = this.#fitting(this.#line, batch, rows, layout.line);
    this.#column = this.#fitting(this.#column, batch, rows, layout.column);
    let row = this.rows;
    let before = row > 0 ? this.#node[row - 1] : 0;
    for (let i = 0, at = 0; i < rows; i++, row++, at += layout.fields) {
      const place = batch[at + layout.node];
      const node = place / nodeFields;
      if (node >= nodeCount || Math.floor(node) !== node)
        throw malformed('a location is given for a node that does not exist');
      if (node < before) this.#ordered = false;
      before = node;
      this.#node[row] = node;
      this.#script[row] = field(batch, at, layout.script);
      this.#line[row] = field(batch, at, layout.line);
      this.#column[row] = field(batch, at, layout.column);
    }
    this.rows = row;
  }

  /** Sorted by node; undefined when there are none. */
  table(): LocationTable | undefined {
    const { rows: length } = this;
    if (length === 0) return undefined;
    const node = this.#node.subarray(0, length);
    const order = this.#ordered ? undefined : rowOrder(node);
    const sorted = (column: LocationColumn): LocationColumn => {
      if (!order) return column.subarray(0, length);
      const moved = (column instanceof Uint32Array ? columnU32 : columnU16)(length);
      for (let row = 0; row < length; row++) moved[row] = column[order[row]];
      return moved;
    };
    return {
      length,
      node: sorted(node) as Uint32Array,
      script: sorted(this.#script),
      line: sorted(this.#line),
      column: sorted(this.#column),
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.#node.length) return;
    const length = Math.max(rows, this.#node.length * 2);
    this.#node = grownU32(this.#node, length);
    this.#script = grown(this.#script, length);
    this.#line = grown(this.#line, length);
    this.#column = grown(this.#column, length);
  }

  /** The column, made wide when a number of the batch needs it. */
  #fitting(column: LocationColumn, batch: Float64Array, rows: number, field: number): LocationColumn {
    if (column instanceof Uint32Array || field < 0) return column;
    const end = rows * this.layout.fields;
    for (let at = field; at < end; at += this.layout.fields)
      if (batch[at] > 0xffff) return grownU32(column, column.length);
    return column;
  }
}

function grown(column: LocationColumn, length: number): LocationColumn {
  return column instanceof Uint32Array ? grownU32(column, length) : grownU16(column, length);
}

/** 0 for a field that the file does not have. */
function field(batch: Float64Array, row: number, at: number): number {
  const value = at < 0 ? 0 : batch[row + at];
  if (value > MOST) throw malformed('a location has a number too large for its place');
  return value;
}
