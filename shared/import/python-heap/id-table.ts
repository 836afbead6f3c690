/**
 * Ids to rows: open addressing over two typed arrays, at most half full. Ids are whole numbers below 2^53;
 * rows are given out from 0 in the order in which ids are first asked for.
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

  /** The row of the id; a new one gets the next. */
  rowOf(id: number): number {
    let place = this.#place(id);
    if (this.#rows[place] !== 0) return this.#rows[place] - 1;
    if (this.#size * 2 >= this.#rows.length) {
      this.#grow();
      place = this.#place(id);
    }
    this.#ids[place] = id;
    this.#rows[place] = ++this.#size;
    return this.#size - 1;
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

/**
 * Objects that stand together are asked for together: 64 places in a row belong to one kilobyte of addresses, and only
 * the kilobytes are mixed. A lookup then mostly finds its place in the cache, which is twice as fast at millions.
 * Ids that are no multiples of 16 are no addresses, and are kept apart, so that they do not crowd one run of places.
 */
function hash(id: number): number {
  const low = id | 0;
  const high = (id / 4294967296) | 0;
  let mixed = Math.imul((low >>> 10) ^ Math.imul(high, 0x9e3779b1) ^ ((low & 15) << 24), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((mixed ^ (mixed >>> 16)) & ~63) | ((low >>> 4) & 63)) >>> 0;
}
