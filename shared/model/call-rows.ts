/** Calls, each once: a row for every pair of caller and frame. Columns alone, for millions. */
export class CallRows {
  parent: Int32Array;
  frame: Uint32Array;
  length = 0;
  /** By row and one, so that 0 is that of outermost calls: the newest row below it; by row: the one before of its caller. */
  #newest = new Int32Array(0);
  #before = new Int32Array(0);
  /** Rows of callers with more than a few calls, by caller and frame: their list would be too long to walk. */
  #slots: Int32Array = new Int32Array(0);
  #shift = 0;
  #slotted = 0;

  /** With room for so many; there may be more. */
  constructor(expected = 512) {
    this.parent = new Int32Array(expected);
    this.frame = new Uint32Array(expected);
  }

  /** Rows that are known to be different from each other. The columns are not copied. */
  static of(parent: Int32Array, frame: Uint32Array): CallRows {
    const rows = new CallRows(0);
    rows.parent = parent;
    rows.frame = frame;
    rows.length = parent.length;
    return rows;
  }

  /** The row of a call, a new one where it is not known yet. `parent` is a row, or -1. */
  row(parent: number, frame: number): number {
    if (this.#newest.length <= this.length + 1) this.#link();
    let few = 0;
    let row = this.#newest[parent + 1];
    // Most callers have few calls, and those made last lie beside each other: a table would be one far place for each.
    for (; row !== NONE && few < FEW; row = this.#before[row], few++)
      if (this.frame[row] === frame) return row;
    if (row !== NONE) {
      const known = this.#slots[this.#slotFor(parent, frame)];
      if (known !== NONE) return known;
    }
    return this.#add(parent, frame, few === FEW, row === NONE);
  }

  /** `many`: of a caller that has a few calls already; `first`: they are not in the table yet. */
  #add(parent: number, frame: number, many: boolean, first: boolean): number {
    const row = this.length++;
    if (row >= this.parent.length) this.#grow();
    this.parent[row] = parent;
    this.frame[row] = frame;
    this.#before[row] = this.#newest[parent + 1];
    this.#newest[parent + 1] = row;
    this.#newest[row + 1] = NONE;
    if (!many) return row;
    this.#slot(row);
    if (first)
      for (let other = this.#before[row]; other !== NONE; other = this.#before[other]) this.#slot(other);
    return row;
  }

  /** Lists for all rows, with room for what the columns have room for. */
  #link(): void {
    const room = Math.max(this.parent.length, this.length + 1, 1024) + 2;
    const known = Math.max(0, this.#newest.length === 0 ? 0 : this.length);
    const newest = new Int32Array(room).fill(NONE, known + 1);
    const before = new Int32Array(room);
    newest.set(this.#newest.subarray(0, known + 1));
    before.set(this.#before.subarray(0, known));
    if (this.#newest.length === 0) newest[0] = NONE;
    this.#newest = newest;
    this.#before = before;
    if (known > 0 || this.length === 0) return;
    const sizes = new Uint32Array(this.length + 1);
    for (let row = 0; row < this.length; row++) {
      const caller = this.parent[row] + 1;
      before[row] = newest[caller];
      newest[caller] = row;
      sizes[caller]++;
    }
    for (let row = 0; row < this.length; row++) if (sizes[this.parent[row] + 1] > FEW) this.#slot(row);
  }

  #slot(row: number): void {
    if (this.#slots.length <= this.#slotted * 2) this.#rehash();
    this.#slots[this.#slotFor(this.parent[row], this.frame[row])] = row;
    this.#slotted++;
  }

  /** Where a call is in the table, or would be. */
  #slotFor(parent: number, frame: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#slotOf(parent, frame);
    for (let row = this.#slots[slot]; row !== NONE; row = this.#slots[slot]) {
      if (this.parent[row] === parent && this.frame[row] === frame) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #slotOf(parent: number, frame: number): number {
    const mixed = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca77);
    return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d) >>> this.#shift;
  }

  #grow(): void {
    const size = Math.max(1024, this.parent.length * 2);
    const parent = new Int32Array(size);
    parent.set(this.parent);
    this.parent = parent;
    const frame = new Uint32Array(size);
    frame.set(this.frame);
    this.frame = frame;
  }

  /** At most half full. */
  #rehash(): void {
    const was = this.#slots;
    const bits = Math.max(11, Math.ceil(Math.log2(this.#slotted + 1)) + 2);
    this.#slots = new Int32Array(2 ** bits).fill(NONE);
    this.#shift = 32 - bits;
    for (const row of was)
      if (row !== NONE) this.#slots[this.#slotFor(this.parent[row], this.frame[row])] = row;
  }
}

const NONE = -1;
/** So many are looked through one by one. */
const FEW = 8;
