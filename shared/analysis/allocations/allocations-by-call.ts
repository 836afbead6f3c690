import type { AllocationTable } from '../../model/allocation-table.js';
import { CallRows } from '../../model/call-rows.js';
import type { CallTree } from '../../model/call-tree.js';
import { FrameRows } from '../../model/frame-rows.js';
import { NO_STACK, type StackTable } from '../../model/stack-table.js';

export interface Addition {
  /** Which of two that are compared; `self` where absent. */
  readonly side?: 'self' | 'base';
  /** -1 takes off what a side has: what is left is what grew. */
  readonly sign?: 1 | -1;
  /** Rows whose ordinal is above it alone. */
  readonly after?: number;
  /** Rows whose ordinal is not above it. */
  readonly until?: number;
}

/** Adds up allocations by their calls, of one table or of several. Calls of one name and place under one caller are one. */
export class AllocationsByCall {
  readonly #calls = new CallRows();
  readonly #frames = new FrameRows();
  readonly #sides = { self: new Figures(), base: new Figures() };
  #first: Float64Array = new Float64Array(0);

  add(
    table: AllocationTable,
    { side = 'self', sign = 1, after = -Infinity, until = Infinity }: Addition = {},
  ): this {
    const { stack, weight, ordinal, count, stacks } = table;
    const rows = this.#rowsOf(stacks);
    const unknown = stack.includes(NO_STACK)
      ? this.#calls.row(-1, this.#frames.row('(unknown)', '', 0, 0))
      : 0;
    const figures = this.#sides[side].sized(this.#calls.length);
    this.#first = grown(this.#first, this.#calls.length, Number.POSITIVE_INFINITY);
    for (let i = 0; i < table.length; i++) {
      if (!(ordinal[i] > after && ordinal[i] <= until)) continue;
      const row = stack[i] === NO_STACK ? unknown : rows[stack[i]];
      figures.bytes[row] += sign * weight[i];
      figures.count[row] += sign * (count ? count[i] : 1);
      if (side === 'self' && sign === 1 && ordinal[i] < this.#first[row]) this.#first[row] = ordinal[i];
    }
    if (sign === -1) figures.reduced = true;
    if (side === 'base') figures.used = true;
    return this;
  }

  /** Calls that nothing was allocated under are left out. */
  tree(): CallTree {
    const { length, parent, frame } = this.#calls;
    const self = this.#sides.self.sized(length).whole();
    const base = this.#sides.base.sized(length).whole();
    const first = grown(this.#first, length, Number.POSITIVE_INFINITY);
    // A caller has the lower row: walked backwards, each is complete before its caller is looked at.
    const kept = new Int32Array(length);
    for (let row = length - 1; row >= 0; row--) {
      const some =
        self.bytes[row] !== 0 || self.count[row] !== 0 || base.bytes[row] !== 0 || base.count[row] !== 0;
      if (some) kept[row] = 1;
      if (kept[row] === 0 || parent[row] < 0) continue;
      kept[parent[row]] = 1;
      if (first[row] < first[parent[row]]) first[parent[row]] = first[row];
    }
    let rows = 0;
    for (let row = 0; row < length; row++) kept[row] = kept[row] === 1 ? rows++ : NOT_KEPT;
    const only = (column: Float64Array): Float64Array => {
      const left = new Float64Array(rows);
      for (let row = 0; row < length; row++) if (kept[row] !== NOT_KEPT) left[kept[row]] = column[row];
      return left;
    };
    const parents = new Int32Array(rows);
    const frames = new Uint32Array(rows);
    for (let row = 0; row < length; row++) {
      if (kept[row] === NOT_KEPT) continue;
      parents[kept[row]] = parent[row] < 0 ? -1 : kept[parent[row]];
      frames[kept[row]] = frame[row];
    }
    return {
      ...{ length: rows, parent: parents, frame: frames, self: only(self.bytes), count: only(self.count) },
      ...(base.used ? { baseSelf: only(base.bytes), baseCount: only(base.count) } : {}),
      ...(inOrder(first) ? { first: settled(only(first)) } : {}),
      frames: this.#frames.table(),
    };
  }

  #rowsOf({ length, prefix, frame, frames }: StackTable): Int32Array {
    const frameRows = this.#frames.add(frames);
    const rows = new Int32Array(length);
    for (let stack = 0; stack < length; stack++) {
      const caller = prefix[stack] === NO_STACK ? -1 : rows[prefix[stack]];
      rows[stack] = this.#calls.row(caller, frameRows[frame[stack]]);
    }
    return rows;
  }
}

class Figures {
  bytes: Float64Array = new Float64Array(0);
  count: Float64Array = new Float64Array(0);
  reduced = false;
  used = false;

  sized(length: number): this {
    this.bytes = grown(this.bytes, length, 0);
    this.count = grown(this.count, length, 0);
    return this;
  }

  /** Where one moment was taken off another, what shrank is no growth. */
  whole(): this {
    if (!this.reduced) return this;
    for (let row = 0; row < this.bytes.length; row++) {
      this.bytes[row] = Math.max(0, this.bytes[row]);
      this.count[row] = Math.max(0, this.count[row]);
    }
    return this;
  }
}

const NOT_KEPT = -1;

function grown(column: Float64Array, length: number, fill: number): Float64Array {
  if (column.length >= length) return column;
  const longer = new Float64Array(length).fill(fill, column.length);
  longer.set(column);
  return longer;
}

/** Whether the source kept an order at all. */
function inOrder(first: Float64Array): boolean {
  let seen: number | undefined;
  for (const at of first) {
    if (at === Number.POSITIVE_INFINITY) continue;
    if (seen !== undefined && at !== seen) return true;
    seen = at;
  }
  return false;
}

/** A call that is only in the base comes last. */
function settled(first: Float64Array): Float64Array {
  let last = 0;
  for (const at of first) if (at !== Number.POSITIVE_INFINITY && at > last) last = at;
  for (let row = 0; row < first.length; row++)
    if (first[row] === Number.POSITIVE_INFINITY) first[row] = last + 1;
  return first;
}
