import type { CallTree } from '../model/call-tree.js';
import { AlignedReader, AlignedWriter } from './aligned-columns.js';
import { readFrames, writeFrames } from './frame-columns.js';
import { malformed } from './malformed-block.js';

/**
 * A call tree as it travels: u32 magic, version, rows, which columns are there (1: base, 2: first); then, each on a
 * multiple of 8 bytes, doubles of `self`, `count`, `baseSelf` and `baseCount`, `first`; i32 `parent`, u32 `frame`;
 * then the frames.
 */
export function encodeCallTree(tree: CallTree): Uint8Array {
  const { length, self, count, baseSelf, baseCount, first, parent, frame } = tree;
  const to = new AlignedWriter();
  const compared = baseSelf && baseCount;
  to.numbers(MAGIC, VERSION, length, (compared ? BASE : 0) | (first ? FIRST : 0));
  to.column(self).column(count);
  if (compared) to.column(baseSelf).column(baseCount);
  if (first) to.column(first);
  to.column(parent).column(frame);
  writeFrames(to, tree.frames);
  return to.written();
}

/** Columns are views of `bytes` where these begin on a multiple of 8. Throws MalformedBlock. */
export function decodeCallTree(bytes: Uint8Array): CallTree {
  const from = new AlignedReader(bytes);
  const [magic, version, length, there] = from.u32(4);
  if (magic !== MAGIC || version !== VERSION) throw malformed('it is no call tree');
  const figures = (): Float64Array => finite(from.f64(length));
  const self = figures();
  const count = figures();
  const base = there & BASE ? { baseSelf: figures(), baseCount: figures() } : {};
  const order = there & FIRST ? { first: figures() } : {};
  const parent = from.i32(length);
  const frame = from.u32(length);
  const frames = readFrames(from);
  for (let row = 0; row < length; row++) {
    if (!(parent[row] >= -1 && parent[row] < row)) throw malformed('a caller comes after its call');
    if (frame[row] >= frames.length) throw malformed(`there is no frame ${frame[row]}`);
  }
  return { length, parent, frame, self, count, ...base, ...order, frames };
}

function finite(column: Float64Array): Float64Array {
  for (let row = 0; row < column.length; row++)
    if (!Number.isFinite(column[row])) throw malformed('a figure is none');
  return column;
}

/** `LSCT`. */
const MAGIC = 0x5443_534c;
const VERSION = 1;
const BASE = 1;
const FIRST = 2;
