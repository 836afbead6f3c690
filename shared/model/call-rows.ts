/** Calls, each once: a row for every pair of caller and frame. A million of them are two columns and a table of slots. */
export class CallRows {
  parent: Int32Array;
  frame: Uint32Array;
  length = 0;
  /** Made when a call is first asked for. */
  #slots: Int32Array = new Int32Array(0);
  #shift = 0;

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
    if (this.#slots.length <= this.length * 2) this.#rehash();
    const mask = this.#slots.length - 1;
    let slot = this.#slotOf(parent, frame);
    for (let row = this.#slots[slot]; row !== FREE; row = this.#slots[slot]) {
      if (this.parent[row] === parent && this.frame[row] === frame) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.length++;
    if (row >= this.parent.length) this.#grow();
    this.parent[row] = parent;
    this.frame[row] = frame;
    this.#slots[slot] = row;
    return row;
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

  /** At most half full, with room for what the columns have room for. */
  #rehash(): void {
    const bits = Math.max(11, Math.ceil(Math.log2(Math.max(this.parent.length, this.length + 1))) + 1);
    const size = 2 ** bits;
    this.#slots = new Int32Array(size).fill(FREE);
    this.#shift = 32 - bits;
    for (let row = 0; row < this.length; row++) {
      let slot = this.#slotOf(this.parent[row], this.frame[row]);
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = row;
    }
  }
}

const FREE = -1;
