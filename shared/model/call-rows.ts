/** Calls, each once: a row for every pair of caller and frame. A million of them are two columns and a table of slots. */
export class CallRows {
  parent = new Int32Array(FIRST_ROWS);
  frame = new Uint32Array(FIRST_ROWS);
  length = 0;
  #slots = new Int32Array(FIRST_ROWS * 2).fill(FREE);
  #shift = 32 - Math.log2(FIRST_ROWS * 2);

  /** The row of a call, a new one where it is not known yet. `parent` is a row, or -1. */
  row(parent: number, frame: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#slotOf(parent, frame);
    for (let row = this.#slots[slot]; row !== FREE; row = this.#slots[slot]) {
      if (this.parent[row] === parent && this.frame[row] === frame) return row;
      slot = (slot + 1) & mask;
    }
    const row = this.length++;
    if (row === this.parent.length) this.#grow();
    this.parent[row] = parent;
    this.frame[row] = frame;
    if (this.length * 2 > this.#slots.length) this.#rehash();
    else this.#slots[slot] = row;
    return row;
  }

  #slotOf(parent: number, frame: number): number {
    const mixed = Math.imul(parent + 1, 0x9e3779b1) ^ Math.imul(frame + 1, 0x85ebca77);
    return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d) >>> this.#shift;
  }

  #grow(): void {
    const size = this.parent.length * 2;
    const parent = new Int32Array(size);
    parent.set(this.parent);
    this.parent = parent;
    const frame = new Uint32Array(size);
    frame.set(this.frame);
    this.frame = frame;
  }

  #rehash(): void {
    const size = this.#slots.length * 2;
    this.#slots = new Int32Array(size).fill(FREE);
    this.#shift--;
    for (let row = 0; row < this.length; row++) {
      let slot = this.#slotOf(this.parent[row], this.frame[row]);
      while (this.#slots[slot] !== FREE) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = row;
    }
  }
}

const FREE = -1;
/** A power of two. */
const FIRST_ROWS = 1024;
