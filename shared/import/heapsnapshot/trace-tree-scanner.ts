import type { TraceNodeLayout } from './layout.js';
import { malformed } from './malformed.js';
import { NumberColumns } from './number-columns.js';

const DEEPEST = 1 << 16;

/**
 * Reads `trace_tree`: nodes as flat numbers, each followed by the list of its children in the same form,
 * `[id, function, count, size, [child, …]]` written without brackets around a node. Begins after the outer `[`.
 */
export class TraceTreeScanner {
  done = false;
  /** The numbers of each node, and the row of its parent after them. */
  readonly nodes: NumberColumns;
  readonly #row: Float64Array;
  /** Rows whose lists of children are open. */
  readonly #open: number[] = [];
  #filled = 0;
  #value = -1;
  /** After a value or a closed list: a comma or the end must come. */
  #separator = false;
  #comma = false;

  constructor(readonly layout: TraceNodeLayout) {
    this.nodes = new NumberColumns(layout.fields + 1);
    this.#row = new Float64Array(layout.fields + 1);
  }

  scan(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && !this.done) this.#take(bytes[at++]);
    return at;
  }

  #take(byte: number): void {
    const digit = byte - 48;
    if (digit >>> 0 <= 9) {
      if (this.#value < 0 && (this.#separator || this.#filled >= this.layout.fields)) throw malformed(WRONG);
      this.#value = Math.max(0, this.#value) * 10 + digit;
      if (this.#value > Number.MAX_SAFE_INTEGER) throw malformed(WRONG);
      this.#comma = false;
      return;
    }
    if (this.#value >= 0) {
      this.#row[this.#filled++] = this.#value;
      this.#value = -1;
      this.#separator = true;
    }
    if (byte === 44) {
      if (!this.#separator) throw malformed(WRONG);
      this.#separator = false;
      this.#comma = true;
    } else if (byte === 91) this.#openList();
    else if (byte === 93) this.#closeList();
    else if (byte !== 10 && byte !== 32 && byte !== 13 && byte !== 9) throw malformed(WRONG);
  }

  /** A node is whole when its list of children opens. */
  #openList(): void {
    if (this.#separator || this.#filled !== this.layout.fields || this.#open.length >= DEEPEST)
      throw malformed(WRONG);
    this.#row[this.layout.fields] = this.#open.at(-1) ?? 0;
    this.#open.push(this.nodes.rows);
    this.nodes.take(this.#row, 1);
    this.#filled = 0;
    this.#comma = false;
  }

  #closeList(): void {
    if (this.#filled !== 0 || this.#comma) throw malformed(WRONG);
    this.#separator = true;
    if (this.#open.pop() === undefined) this.done = true;
  }
}

const WRONG = 'trace_tree is not a tree of calls';
