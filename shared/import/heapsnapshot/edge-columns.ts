import { columnU8, columnU32, grownU8, grownU32 } from '../../base/column-memory.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { EdgeLayout } from './layout.js';
import { malformed, truncated } from './malformed.js';
import { MARGIN } from './number-scanner.js';

/** Rows of a claim that are believed at once where the file's size is not known; beyond it columns grow. */
const BELIEVED_ROWS = 1 << 26;

/** Memory for the columns, shared with a thread that fills the far end. */
export interface EdgeMemory {
  readonly edgeType: Uint8Array;
  readonly edgeName: Uint32Array;
  readonly edgeTarget: Uint32Array;
}

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
    memory?: EdgeMemory,
  ) {
    if (expected > most) throw truncated('before the edges that its nodes promise');
    if (memory && memory.edgeType.length === expected) {
      this.#capacity = expected;
      this.edgeType = memory.edgeType;
      this.edgeName = memory.edgeName;
      this.edgeTarget = memory.edgeTarget;
      return;
    }
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

  /**
   * Rows as V8 writes them, `type,name,target` and a comma or a line's end and a comma; stops before the first
   * that is otherwise. Numbers are read in place three times over: a function for it would cost a third of the speed.
   */
  readRows(bytes: Uint8Array, from: number, last: number): number {
    const { nodeFields, nodeCount } = this;
    const { types } = this.layout;
    const oneDigit = Math.min(types.length, 10);
    const perField = 1 / nodeFields;
    const lastBegin = last - MARGIN;
    const { edgeType, edgeName, edgeTarget } = this;
    let { rows, lastName } = this;
    const capacity = edgeType.length;
    let at = from;
    while (at < lastBegin && rows < capacity) {
      const written = bytes[at] - 48;
      if (written >>> 0 >= oneDigit || bytes[at + 1] !== 44) break;
      const type = types[written];

      let name = bytes[at + 2] - 48;
      if (name >>> 0 > 9) break;
      let end = at + 3;
      let digit = bytes[end] - 48;
      while (digit >>> 0 <= 9) {
        name = (Math.imul(name, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if (digit !== -4 || end - at > 11) break;

      let place = bytes[++end] - 48;
      if (place >>> 0 > 9) break;
      const begin = end;
      digit = bytes[++end] - 48;
      while (digit >>> 0 <= 9) {
        place = (Math.imul(place, 10) + digit) | 0;
        digit = bytes[++end] - 48;
      }
      if (end - begin > 9) break;
      if (digit === -38) digit = bytes[++end] - 48;
      if (digit !== -4) break;

      const target = (place * perField + 0.5) | 0;
      if (target >= nodeCount || Math.imul(target, nodeFields) !== place) break;
      if (name > lastName && type !== EdgeType.element && type !== EdgeType.hidden) lastName = name;
      edgeType[rows] = type;
      edgeName[rows] = name;
      edgeTarget[rows] = target;
      rows++;
      at = end + 1;
    }
    this.rows = rows;
    this.lastName = lastName;
    return at;
  }

  /** Whether rows have the one order that `readRows` knows. */
  get common(): boolean {
    const { fields, type, name, target } = this.layout;
    return fields === 3 && type === 0 && name === 1 && target === 2;
  }

  /** `rows` more stand where they belong already; the highest string that they name. */
  adopt(rows: number, lastName: number): void {
    this.rows += rows;
    if (lastName > this.lastName) this.lastName = lastName;
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
