/** Of a number with more edges than these the rest stand in blocks: of half of all edges four bytes instead of eight. */
const PAIRS = 3;
/** With more edges words of blocks could not be counted in 32 bits: then all are pairs. */
const MOST_IN_BLOCKS = 2 ** 29;
/** Words of a block: the first leads on, and so its place is a multiple of this. */
const BLOCK = 16;

/**
 * Edges of a depth-first walk into lower numbers, gathered as they are met and read for one number at a time. The first
 * few of each number stand as pairs, an edge and the place of the one before; those of numbers that very many lead to, such
 * as a map that all objects of a class share, in blocks.
 */
export class UpEdges {
  /** Words that `edges` edges take at the most: a block for one edge of each number, after its pairs. */
  static room(edges: number): number {
    if (edges >= MOST_IN_BLOCKS) return edges * 2;
    return edges * 2 + Math.ceil(edges / (PAIRS + 2)) * BLOCK + BLOCK;
  }

  readonly #words: Uint32Array;
  /** Of each number where its last edge is: 0 for none, the number of a pair from 1, or a word in a block. */
  readonly #last: Uint32Array;
  readonly #blocks: number;
  readonly #shift: number;
  readonly #mask: number;
  #pairs = 0;
  #block: number;

  /** `last` is all zero, `edges` as many as there may be. */
  constructor(words: Uint32Array, last: Uint32Array, edges: number) {
    this.#words = words;
    this.#last = last;
    this.#blocks = this.#block = Math.ceil((edges * 2 + 1) / BLOCK) * BLOCK;
    // A pair says how many are before it, where there is room for that.
    this.#shift = edges < MOST_IN_BLOCKS ? 2 : 0;
    this.#mask = (1 << this.#shift) - 1;
  }

  add(from: number, to: number): void {
    const words = this.#words;
    const last = this.#last[to];
    const before = last === 0 || last >= this.#blocks ? 0 : words[last * 2 - 1] & this.#mask;
    if (last < this.#blocks && before < PAIRS) {
      const pair = ++this.#pairs;
      words[pair * 2 - 2] = from;
      words[pair * 2 - 1] = (last << this.#shift) | (last === 0 ? 0 : Math.min(this.#mask, before + 1));
      this.#last[to] = pair;
      return;
    }
    let at = last + 1;
    if (last < this.#blocks || at % BLOCK === 0) {
      words[this.#block] = last;
      at = this.#block + 1;
      this.#block += BLOCK;
    }
    words[at] = from;
    this.#last[to] = at;
  }

  /** A cursor on the last edge into a number; 0 for none. */
  lastInto(to: number): number {
    return this.#last[to];
  }

  /** The number that an edge comes from. */
  from(cursor: number): number {
    return this.#words[cursor >= this.#blocks ? cursor : cursor * 2 - 2];
  }

  /** The edge before it into the same number; 0 for none. */
  before(cursor: number): number {
    if (cursor < this.#blocks) return this.#words[cursor * 2 - 1] >>> this.#shift;
    return (cursor - 1) % BLOCK === 0 ? this.#words[cursor - 1] : cursor - 1;
  }
}
