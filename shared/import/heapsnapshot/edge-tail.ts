import { EdgeColumns, type EdgeMemory } from './edge-columns.js';
import type { EdgeLayout } from './layout.js';
import { MARGIN } from './number-scanner.js';

const COMMA = 44;
const QUOTE = 34;
/** Rows that a beginning must read well before a whole block is read from it. */
const TRIED = 8;

export interface EdgeTailOptions {
  readonly layout: EdgeLayout;
  readonly nodeFields: number;
  readonly nodeCount: number;
  /** As the file's header says. */
  readonly edgeCount: number;
  readonly memory: EdgeMemory;
  /** Bytes of the longest block. */
  readonly longest: number;
}

/**
 * Reads the edges of a file from its end towards its beginning, block by block, into the end of the columns; the
 * last edge is left to whoever reads forwards. Where a row begins cannot be seen in numbers without line ends: a
 * beginning is right when the rows from it end where the block after it begins, which is known to be right.
 */
export class EdgeTail {
  /** Rows that stand in the columns, before the last. */
  rows = 0;
  lastName = 0;
  readonly #columns: EdgeColumns;

  constructor(readonly options: EdgeTailOptions) {
    const { layout, nodeFields, nodeCount, longest } = options;
    const room = Math.ceil(longest / 6) + 1;
    this.#columns = new EdgeColumns(layout, nodeFields, nodeCount, room, room);
  }

  /**
   * Takes the rows that begin from `from` on and end at `to`, where a row is known to begin; MARGIN bytes must follow
   * `to`. Returns where the first of them begins; -1 when these are no rows as V8 writes them.
   */
  take(bytes: Uint8Array, from: number, to: number): number {
    // Another section begins in it: rows of its numbers would look like edges.
    if (bytes.subarray(from, to).includes(QUOTE)) return -1;
    let begin = from;
    for (let shift = 0; shift < 3; shift++) {
      begin = bytes.indexOf(COMMA, begin) + 1;
      if (begin <= 0 || begin >= to) return -1;
      if (this.#reads(bytes, begin, Math.min(to, begin + TRIED * 8)) && this.#reads(bytes, begin, to) === to)
        return this.#keep() ? begin : -1;
    }
    return -1;
  }

  /** Reads rows until one begins at `to` or later; 0 when it was stuck before. */
  #reads(bytes: Uint8Array, from: number, to: number): number {
    this.#columns.rows = 0;
    const end = this.#columns.readRows(bytes, from, to + MARGIN);
    return end >= to ? end : 0;
  }

  /** Moves what was read to where it belongs. */
  #keep(): boolean {
    const { edgeCount, memory } = this.options;
    const { rows, edgeType, edgeName, edgeTarget, lastName } = this.#columns;
    const first = edgeCount - 1 - this.rows - rows;
    if (first < 0) return false;
    memory.edgeType.set(edgeType.subarray(0, rows), first);
    memory.edgeName.set(edgeName.subarray(0, rows), first);
    memory.edgeTarget.set(edgeTarget.subarray(0, rows), first);
    this.rows += rows;
    this.lastName = lastName;
    return true;
  }
}
