import { columnU8, columnU32, grownU8, grownU32 } from '../../base/column-memory.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { EdgeLayout } from './layout.js';
import { malformed, truncated } from './malformed.js';

/** Rows of a claim that are believed at once where the file's size is not known; beyond it columns grow. */
const BELIEVED_ROWS = 1 << 26;

/** The columns of `edges`, filled row by row. */
export class EdgeColumns {
  rows = 0;
  edgeType: Uint8Array;
  edgeName: Uint32Array;
  edgeTarget: Uint32Array;
  /** The highest row of `strings` that an edge names. */
  lastName = 0;
  #capacity: number;

  /**
   * `expected`: the sum of the nodes' edge counts, which must come true; `most`: no more rows than this
   * can come; `nodeFields`: a target is written as its node's place in the flat array.
   */
  constructor(
    readonly layout: EdgeLayout,
    readonly nodeFields: number,
    readonly nodeCount: number,
    readonly expected: number,
    most: number,
  ) {
    if (expected > most) throw truncated('before the edges that its nodes promise');
    this.#capacity = Math.max(1, Math.min(expected, most < 0xffff_ffff ? most : BELIEVED_ROWS));
    this.edgeType = columnU8(this.#capacity);
    this.edgeName = columnU32(this.#capacity);
    this.edgeTarget = columnU32(this.#capacity);
  }

  take(batch: Float64Array, rows: number): void {
    const { layout, nodeFields, nodeCount, rows: first } = this;
    this.#reserve(first + rows);
    const { edgeType, edgeName, edgeTarget } = this;
    const { fields, types } = layout;
    const perField = 1 / nodeFields;
    let { lastName } = this;
    for (let row = 0, at = 0; row < rows; row++, at += fields) {
      const written = batch[at + layout.type];
      if (written >= types.length) throw malformed('an edge has a type that its meta does not name');
      const type = types[written];
      edgeType[first + row] = type;
      const name = batch[at + layout.name];
      if (type !== EdgeType.element && type !== EdgeType.hidden) {
        if (name > lastName) lastName = name;
      } else if (name > 0xffff_ffff) throw malformed('an edge has an impossible index');
      edgeName[first + row] = name;
      const place = batch[at + layout.target];
      // Exact for every place below 2^52: the product is within 2^-17 of a whole number.
      const target = Math.floor(place * perField + 0.5);
      if (target >= nodeCount || target * nodeFields !== place)
        throw malformed('an edge leads to a node that does not exist');
      edgeTarget[first + row] = target;
    }
    this.lastName = lastName;
    this.rows = first + rows;
  }

  finish(): void {
    if (this.rows !== this.expected)
      throw malformed(`its nodes have ${this.expected} edges, and there are ${this.rows}`);
    this.edgeType = this.edgeType.subarray(0, this.rows);
    this.edgeName = this.edgeName.subarray(0, this.rows);
    this.edgeTarget = this.edgeTarget.subarray(0, this.rows);
  }

  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    if (rows > this.expected) throw malformed(`its nodes have ${this.expected} edges, and there are more`);
    const capacity = Math.max(rows, Math.min(this.#capacity * 2, this.expected));
    this.edgeType = grownU8(this.edgeType, capacity);
    this.edgeName = grownU32(this.edgeName, capacity);
    this.edgeTarget = grownU32(this.edgeTarget, capacity);
    this.#capacity = capacity;
  }
}
