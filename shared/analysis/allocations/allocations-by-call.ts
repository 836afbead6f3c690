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
  #calls = new CallRows();
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
      const at = stack[i];
      const row = at === NO_STACK ? unknown : rows ? rows[at] : at;
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
    const { length } = this.#calls;
    const parent = this.#calls.parent.subarray(0, length);
    const frame = this.#calls.frame.subarray(0, length);
    const self = this.#sides.self.sized(length).whole();
    const base = this.#sides.base.used ? this.#sides.base.sized(length).whole() : undefined;
    const first = grown(this.#first, length, Number.POSITIVE_INFINITY);
    const place = places(parent, [self.bytes, self.count, ...(base ? [base.bytes, base.count] : [])]);
    const order = inOrder(first) ? settled(earliest(first, parent)) : undefined;
    const frames = this.#frames.table();
    if (!place)
      return {
        ...{ length, parent, frame, self: self.bytes, count: self.count },
        ...(base ? { baseSelf: base.bytes, baseCount: base.count } : {}),
        ...(order ? { first: order } : {}),
        frames,
      };
    const rows = place.reduce((most, row) => Math.max(most, row + 1), 0);
    const only = (column: Float64Array): Float64Array => kept(column, place, new Float64Array(rows));
    const parents = kept(parent, place, new Int32Array(rows));
    for (let row = 0; row < rows; row++) if (parents[row] >= 0) parents[row] = place[parents[row]];
    return {
      ...{ length: rows, parent: parents, frame: kept(frame, place, new Uint32Array(rows)) },
      ...{ self: only(self.bytes), count: only(self.count) },
      ...(base ? { baseSelf: only(base.bytes), baseCount: only(base.count) } : {}),
      ...(order ? { first: only(order) } : {}),
      frames,
    };
  }

  /** The row of every stack; undefined where each stack is the row of its own number. */
  #rowsOf({ length, prefix, frame, frames, distinct }: StackTable): Int32Array | undefined {
    const frameRows = this.#frames.add(frames);
    if (distinct && this.#calls.length === 0 && this.#frames.length === frames.length) {
      this.#calls = CallRows.of(prefix, frame);
      return undefined;
    }
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

/** Where each call goes when those that weigh nothing, and call nothing that does, are left out; undefined where all stay. */
function places(parent: Int32Array, figures: readonly Float64Array[]): Int32Array | undefined {
  const { length } = parent;
  if (allWeigh(figures, length)) return undefined;
  const place = new Int32Array(length);
  for (const column of figures) for (let row = 0; row < length; row++) if (column[row] !== 0) place[row] = 1;
  let left = 0;
  // A caller has the lower row: walked backwards, each is known before its caller is looked at.
  for (let row = length - 1; row >= 0; row--)
    if (place[row] === 0) left++;
    else if (parent[row] >= 0) place[parent[row]] = 1;
  if (left === 0) return undefined;
  let next = 0;
  for (let row = 0; row < length; row++) place[row] = place[row] === 1 ? next++ : NOT_KEPT;
  return place;
}

function allWeigh(figures: readonly Float64Array[], length: number): boolean {
  const [bytes, ...others] = figures;
  for (let row = 0; row < length; row++)
    if (bytes[row] === 0 && !others.some((column) => column[row] !== 0)) return false;
  return true;
}

function kept<Column extends Float64Array | Int32Array | Uint32Array>(
  column: Column,
  place: Int32Array,
  into: Column,
): Column {
  for (let row = 0; row < place.length; row++) if (place[row] !== NOT_KEPT) into[place[row]] = column[row];
  return into;
}

/** A call is as early as the first of what it calls. */
function earliest(first: Float64Array, parent: Int32Array): Float64Array {
  for (let row = parent.length - 1; row >= 0; row--)
    if (parent[row] >= 0 && first[row] < first[parent[row]]) first[parent[row]] = first[row];
  return first;
}

function grown(column: Float64Array, length: number, fill: number): Float64Array {
  if (column.length >= length) return column;
  const longer = new Float64Array(length).fill(fill, column.length);
  longer.set(column);
  return longer;
}

/** Whether the source kept an order at all. */
function inOrder(first: Float64Array): boolean {
  let seen: number | undefined;
  for (let row = 0; row < first.length; row++) {
    const at = first[row];
    if (at === Number.POSITIVE_INFINITY) continue;
    if (seen !== undefined && at !== seen) return true;
    seen = at;
  }
  return false;
}

/** A call that is only in the base comes last. */
function settled(first: Float64Array): Float64Array {
  let last = 0;
  let none = 0;
  for (let row = 0; row < first.length; row++) {
    const at = first[row];
    if (at === Number.POSITIVE_INFINITY) none++;
    else if (at > last) last = at;
  }
  for (let row = 0; none > 0 && row < first.length; row++)
    if (first[row] === Number.POSITIVE_INFINITY) {
      first[row] = last + 1;
      none--;
    }
  return first;
}
