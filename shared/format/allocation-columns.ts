import type { AllocationTable } from '../model/allocation-table.js';
import { AlignedReader, AlignedWriter } from './aligned-columns.js';
import { readFrames, writeFrames } from './frame-columns.js';
import { malformed } from './malformed-block.js';

/**
 * Allocations as a session keeps them: u32 magic, version, rows, stacks, 1 where rows are counted, 1 where
 * stacks are distinct; then, each on a
 * multiple of 8 bytes, doubles of weight, ordinal and count, i32 stack; i32 prefix and u32 frame of the stacks; the frames.
 */
export function encodeAllocations(table: AllocationTable): Uint8Array {
  const { length, stack, weight, ordinal, count, stacks } = table;
  const to = new AlignedWriter();
  to.numbers(MAGIC, VERSION, length, stacks.length, count ? 1 : 0, stacks.distinct ? 1 : 0);
  to.column(weight).column(ordinal);
  if (count) to.column(count);
  to.column(stack).column(stacks.prefix).column(stacks.frame);
  writeFrames(to, stacks.frames);
  return to.written();
}

export function isAllocationColumns(bytes: Uint8Array): boolean {
  return MAGIC_BYTES.every((byte, at) => bytes[at] === byte);
}

/** Columns are views of `bytes` where these begin on a multiple of 8. Throws MalformedBlock. */
export function decodeAllocations(bytes: Uint8Array): AllocationTable {
  const from = new AlignedReader(bytes);
  const [magic, version, length, stackCount, counted, distinct] = from.u32(6);
  if (magic !== MAGIC || version !== VERSION) throw malformed('it is no table of allocations');
  const weight = finite(from.f64(length));
  const ordinal = finite(from.f64(length));
  const count = counted === 1 ? { count: finite(from.f64(length)) } : {};
  const stack = from.i32(length);
  const prefix = from.i32(stackCount);
  const frame = from.u32(stackCount);
  const frames = readFrames(from);
  for (let row = 0; row < length; row++)
    if (!(stack[row] >= -1 && stack[row] < stackCount)) throw malformed('an allocation has no stack');
  for (let row = 0; row < stackCount; row++) {
    if (!(prefix[row] >= -1 && prefix[row] < row)) throw malformed('a caller comes after its call');
    if (frame[row] >= frames.length) throw malformed(`there is no frame ${frame[row]}`);
  }
  const stacks = { length: stackCount, prefix, frame, frames, ...(distinct === 1 ? { distinct: true } : {}) };
  return { length, stack, weight, ordinal, ...count, stacks };
}

function finite(column: Float64Array): Float64Array {
  for (let row = 0; row < column.length; row++)
    if (!Number.isFinite(column[row])) throw malformed('a figure is none');
  return column;
}

/** `LSAT`. */
const MAGIC_BYTES = [0x4c, 0x53, 0x41, 0x54];
const MAGIC = 0x5441_534c;
const VERSION = 1;
