/**
 * A tree of steps: each is known by the step before it and a number. Step 0 is the beginning. Open addressing over typed
 * columns, so that millions of steps cost no objects and no Map.
 */
export class StepTable {
  /** Steps so far, the beginning too. */
  count = 1;
  #above = new Uint32Array(1024);
  #with = new Uint32Array(1024);
  /** 0 for a free slot: no step leads to the beginning. */
  #slots = new Uint32Array(4096);

  get bytes(): number {
    return this.#above.byteLength + this.#with.byteLength + this.#slots.byteLength;
  }

  /** -1 where nobody went that way yet. */
  find(above: number, by: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash(above, by) & mask;
    for (let step = slots[slot]; step !== 0; step = slots[slot]) {
      if (this.#above[step] === above && this.#with[step] === by) return step;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** For a step that `find` does not know. */
  add(above: number, by: number): number {
    if (this.count === this.#above.length) this.#grow();
    const step = this.count++;
    this.#above[step] = above;
    this.#with[step] = by;
    this.#put(step);
    return step;
  }

  /** Of each step the one before; always a lower one. */
  above(): Uint32Array {
    return this.#above.subarray(0, this.count);
  }

  with(): Uint32Array {
    return this.#with.subarray(0, this.count);
  }

  #put(step: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(this.#above[step], this.#with[step]) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = step;
  }

  #grow(): void {
    const length = this.#above.length * 2;
    const [above, by] = [new Uint32Array(length), new Uint32Array(length)];
    above.set(this.#above);
    by.set(this.#with);
    this.#above = above;
    this.#with = by;
    this.#slots = new Uint32Array(length * 4);
    for (let step = 1; step < this.count; step++) this.#put(step);
  }
}

function hash(above: number, by: number): number {
  let mixed = Math.imul(above, 0x9e3779b1) ^ Math.imul(by, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
