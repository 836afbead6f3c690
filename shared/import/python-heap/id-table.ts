/**
 * Ids to rows: open addressing over two typed arrays, at most half full. Ids are whole numbers below 2^53;
 * rows are given out from 0 in the order of `add`.
 */
export class IdTable {
  #ids: Float64Array;
  /** Row + 1; 0 is an empty place. */
  #rows: Uint32Array;
  #mask: number;
  #size = 0;

  constructor(expected = 1 << 10) {
    let places = 1 << 11;
    while (places < expected * 2) places *= 2;
    this.#ids = new Float64Array(places);
    this.#rows = new Uint32Array(places);
    this.#mask = places - 1;
  }

  get size(): number {
    return this.#size;
  }

  /** False when the id was there already: its first row stays. */
  add(id: number, row: number): boolean {
    if (this.#size * 2 >= this.#rows.length) this.#grow();
    const place = this.#place(id);
    if (this.#rows[place] !== 0) return false;
    this.#ids[place] = id;
    this.#rows[place] = row + 1;
    this.#size++;
    return true;
  }

  /** -1 for an id that was never added. */
  row(id: number): number {
    return this.#rows[this.#place(id)] - 1;
  }

  /** The place of the id, or the empty one where it would go. */
  #place(id: number): number {
    const ids = this.#ids;
    const rows = this.#rows;
    const mask = this.#mask;
    let place = hash(id) & mask;
    while (rows[place] !== 0 && ids[place] !== id) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const ids = this.#ids;
    const rows = this.#rows;
    this.#ids = new Float64Array(ids.length * 2);
    this.#rows = new Uint32Array(ids.length * 2);
    this.#mask = ids.length * 2 - 1;
    for (let old = 0; old < rows.length; old++) {
      if (rows[old] === 0) continue;
      const place = this.#place(ids[old]);
      this.#ids[place] = ids[old];
      this.#rows[place] = rows[old];
    }
  }
}

/** Addresses are multiples of 16 in long runs: both halves are mixed so that neighbours spread. */
function hash(id: number): number {
  const low = id | 0;
  const high = (id / 4294967296) | 0;
  let mixed = Math.imul(low ^ (low >>> 15) ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
