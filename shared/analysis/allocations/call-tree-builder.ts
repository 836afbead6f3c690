import type { CallTree } from '../../model/call-tree.js';
import { CallRows } from '../../model/call-rows.js';

/** What calls weigh, and whose frames they are. */
export type CallFigures = Pick<CallTree, 'self' | 'count' | 'baseSelf' | 'baseCount' | 'first'>;

/** A tree made of the rows of another: each call once under its caller, weighing what was added to it. */
export class CallTreeBuilder {
  readonly #calls = new CallRows();
  readonly #from: CallFigures & Pick<CallTree, 'frames'>;
  #self: Float64Array;
  #count: Float64Array;
  #baseSelf: Float64Array | undefined;
  #baseCount: Float64Array | undefined;
  #first: Float64Array | undefined;

  constructor(from: CallFigures & Pick<CallTree, 'frames'>, rows = 1024) {
    const column = (): Float64Array => new Float64Array(rows);
    this.#from = from;
    this.#self = column();
    this.#count = column();
    if (from.baseSelf) this.#baseSelf = column();
    if (from.baseCount) this.#baseCount = column();
    if (from.first) this.#first = column().fill(Infinity);
  }

  get length(): number {
    return this.#calls.length;
  }

  /** The row of a call, a new one where it is not known yet. */
  row(parent: number, frame: number): number {
    const row = this.#calls.row(parent, frame);
    if (row >= this.#self.length) this.#grow();
    return row;
  }

  /** A row stands for one of the other tree, too: the earlier of the two counts. */
  met(row: number, other: number): void {
    if (this.#first && this.#from.first && this.#from.first[other] < this.#first[row])
      this.#first[row] = this.#from.first[other];
  }

  /** A row weighs what one of the other tree does, too. */
  add(row: number, other: number): void {
    const { self, count, baseSelf, baseCount } = this.#from;
    this.#self[row] += self[other];
    this.#count[row] += count[other];
    if (this.#baseSelf && baseSelf) this.#baseSelf[row] += baseSelf[other];
    if (this.#baseCount && baseCount) this.#baseCount[row] += baseCount[other];
  }

  tree(): CallTree {
    const { length, parent, frame } = this.#calls;
    return {
      ...{ length, parent: parent.subarray(0, length), frame: frame.subarray(0, length) },
      ...{ self: this.#self.subarray(0, length), count: this.#count.subarray(0, length) },
      ...(this.#baseSelf ? { baseSelf: this.#baseSelf.subarray(0, length) } : {}),
      ...(this.#baseCount ? { baseCount: this.#baseCount.subarray(0, length) } : {}),
      ...(this.#first ? { first: this.#first.subarray(0, length) } : {}),
      frames: this.#from.frames,
    };
  }

  #grow(): void {
    this.#self = doubled(this.#self, 0);
    this.#count = doubled(this.#count, 0);
    if (this.#baseSelf) this.#baseSelf = doubled(this.#baseSelf, 0);
    if (this.#baseCount) this.#baseCount = doubled(this.#baseCount, 0);
    if (this.#first) this.#first = doubled(this.#first, Infinity);
  }
}

function doubled(column: Float64Array, fill: number): Float64Array {
  const longer = new Float64Array(Math.max(16, column.length * 2)).fill(fill, column.length);
  longer.set(column);
  return longer;
}
