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
    return { length, prefix: parent.slice(0, length), frame: frame.slice(0, length), frames };
  }
}

/** What is allocated at each stack, added up: one row a stack that has any, in the order of their first. */
export class WeightBuilder {
  #weight = new Float64Array(1024);
  #count = new Float64Array(1024);
  readonly #stacks: number[] = [];
  #seen = new Uint8Array(1024);

  /** Throws a Failure for a figure that is none. */
  add(stack: number, weight: number, count = 1): void {
    if (!Number.isFinite(weight) || !Number.isFinite(count)) throw malformed('a figure is none');
    if (stack >= this.#weight.length) this.#grow(stack + 1);
    if (this.#seen[stack] === 0) {
      this.#seen[stack] = 1;
      this.#stacks.push(stack);
    }
    this.#weight[stack] += weight;
    this.#count[stack] += count;
  }

  table(stacks: StackTable): AllocationTable {
    const rows = this.#stacks.filter((stack) => this.#weight[stack] !== 0 || this.#count[stack] !== 0);
    return {
      length: rows.length,
      stack: Int32Array.from(rows),
      weight: Float64Array.from(rows, (stack) => this.#weight[stack]),
      count: Float64Array.from(rows, (stack) => this.#count[stack]),
      ordinal: Float64Array.from(rows, (_, row) => row + 1),
      stacks,
    };
  }

  #grow(least: number): void {
    const size = Math.max(least, this.#weight.length * 2);
    this.#weight = grown(this.#weight, new Float64Array(size));
    this.#count = grown(this.#count, new Float64Array(size));
    this.#seen = grown(this.#seen, new Uint8Array(size));
  }
}

function grown<Column extends Float64Array | Uint8Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/** Lines and columns are u32; what is not is unknown. */
const position = (value: number): number =>
  Number.isInteger(value) && value > 0 && value <= 0xffff_ffff ? value : 0;

const MOST_FRAMES = 5_000_000;
const MOST_STACKS = 30_000_000;
/** Code units of all names and files. */
const MOST_TEXT = 256 << 20;
