import type { AllocationTable } from '../../model/allocation-table.js';
import { CallRows } from '../../model/call-rows.js';
import { FrameRows } from '../../model/frame-rows.js';
import type { StackTable } from '../../model/stack-table.js';
import { malformed, tooLarge } from './bad-profile.js';

/** Stacks and frames of a file as they are met, each once, within bounds that no honest file reaches. */
export class StackBuilder {
  readonly #frames = new FrameRows();
  readonly #calls = new CallRows();

  get length(): number {
    return this.#calls.length;
  }

  frame(name: string, file = '', line = 0, column = 0): number {
    const row = this.#frames.row(name, file, position(line), position(column));
    if (row >= MOST_FRAMES) throw tooLarge(`more than ${MOST_FRAMES} different frames`);
    if (this.#frames.text > MOST_TEXT) throw tooLarge('its names');
    return row;
  }

  /** The row of a stack: `frame` called by what `caller` stands for, which is NO_STACK for an outermost frame. */
  stack(caller: number, frame: number): number {
    const row = this.#calls.row(caller, frame);
    if (row >= MOST_STACKS) throw tooLarge(`more than ${MOST_STACKS} different stacks`);
    return row;
  }

  table(): StackTable {
    const { length, parent, frame } = this.#calls;
    const frames = this.#frames.table();
    return { length, prefix: parent.slice(0, length), frame: frame.slice(0, length), frames, distinct: true };
  }
}

/** What is allocated at each stack, added up: one row a stack that has any, in the order of their first. */
export class WeightBuilder {
  #weight: Float64Array;
  #count: Float64Array;
  /** 1 and more: the place among those that were met. */
  #place: Uint32Array;
  #met = 0;

  /** With room for so many stacks; there may be more. */
  constructor(expected = 1024) {
    this.#weight = new Float64Array(expected);
    this.#count = new Float64Array(expected);
    this.#place = new Uint32Array(expected);
  }

  /** Throws a Failure for a figure that is none. */
  add(stack: number, weight: number, count = 1): void {
    if (!Number.isFinite(weight) || !Number.isFinite(count)) throw malformed('a figure is none');
    if (stack >= this.#weight.length) this.#grow(stack + 1);
    if (this.#place[stack] === 0) this.#place[stack] = ++this.#met;
    this.#weight[stack] += weight;
    this.#count[stack] += count;
  }

  table(stacks: StackTable): AllocationTable {
    if (this.#asMet()) {
      // One row a stack, of the same number: nothing is put in order, or copied.
      const length = this.#met;
      const stack = new Int32Array(length);
      const ordinal = new Float64Array(length);
      for (let row = 0; row < length; row++) {
        stack[row] = row;
        ordinal[row] = row + 1;
      }
      const weight = this.#weight.subarray(0, length);
      return { length, stack, weight, count: this.#count.subarray(0, length), ordinal, stacks };
    }
    const order = new Int32Array(this.#met);
    for (let stack = 0; stack < this.#place.length; stack++)
      if (this.#place[stack] > 0) order[this.#place[stack] - 1] = stack;
    let length = 0;
    for (const stack of order)
      if (this.#weight[stack] !== 0 || this.#count[stack] !== 0) order[length++] = stack;
    const weight = new Float64Array(length);
    const count = new Float64Array(length);
    const ordinal = new Float64Array(length);
    for (let row = 0; row < length; row++) {
      weight[row] = this.#weight[order[row]];
      count[row] = this.#count[order[row]];
      ordinal[row] = row + 1;
    }
    return { length, stack: order.slice(0, length), weight, count, ordinal, stacks };
  }

  /** Whether stacks were met in their order, and each has something. */
  #asMet(): boolean {
    for (let stack = 0; stack < this.#met; stack++)
      if (this.#place[stack] !== stack + 1 || (this.#weight[stack] === 0 && this.#count[stack] === 0))
        return false;
    return true;
  }

  #grow(least: number): void {
    const size = Math.max(least, this.#weight.length * 2);
    this.#weight = grown(this.#weight, new Float64Array(size));
    this.#count = grown(this.#count, new Float64Array(size));
    this.#place = grown(this.#place, new Uint32Array(size));
  }
}

function grown<Column extends Float64Array | Uint32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** Lines and columns are u32; what is not is unknown. */
const position = (value: number): number =>
  Number.isInteger(value) && value > 0 && value <= 0xffff_ffff ? value : 0;

export const MOST_FRAMES = 5_000_000;
export const MOST_STACKS = 30_000_000;
/** Code units of all names and files. */
export const MOST_TEXT = 256 << 20;
