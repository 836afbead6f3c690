import { expect, test } from 'vitest';
import { decodeCallTree, encodeCallTree } from '../../../shared/format/call-tree-columns.js';
import type { CallTree } from '../../../shared/model/call-tree.js';

const tree: CallTree = {
  length: 3,
  parent: Int32Array.of(-1, 0, 0),
  frame: Uint32Array.of(0, 1, 0),
  self: Float64Array.of(0, 10.5, -3),
  count: Float64Array.of(0, 2, 1),
  frames: {
    length: 2,
    name: ['main', 'größe 🚀'],
    file: ['a.js', 'a.js'],
    line: Uint32Array.of(1, 0xffff_ffff),
  },
};
const compared: CallTree = {
  ...tree,
  baseSelf: Float64Array.of(1, 2, 3),
  baseCount: Float64Array.of(4, 5, 6),
  first: Float64Array.of(7, 8, 9),
  frames: { ...tree.frames, column: Uint32Array.of(3, 0) },
};
const empty: CallTree = {
  ...{ length: 0, parent: new Int32Array(0), frame: new Uint32Array(0) },
  ...{ self: new Float64Array(0), count: new Float64Array(0) },
  frames: { length: 0, name: [], file: [], line: new Uint32Array(0) },
};

test.each([tree, compared, empty])('a tree arrives as it was sent', (sent) => {
  expect(decodeCallTree(encodeCallTree(sent))).toEqual(sent);
});

test('columns are views of what arrived, and are copied where they lie askew', () => {
  const bytes = encodeCallTree(tree);
  expect(decodeCallTree(bytes).self.buffer).toBe(bytes.buffer);
  const askew = new Uint8Array(bytes.length + 1);
  askew.set(bytes, 1);
  expect(decodeCallTree(askew.subarray(1))).toEqual(tree);
});

test('a tree that is cut anywhere is refused', () => {
  const bytes = encodeCallTree(compared);
  const last = bytes.length - 8;
  for (let length = 0; length <= last; length += 4)
    expect(() => decodeCallTree(bytes.slice(0, length))).toThrow(/malformed/);
});

test.each<[string, Partial<CallTree>]>([
  ['a caller that comes after its call', { parent: Int32Array.of(-1, 2, 0) }],
  ['a call that is its own caller', { parent: Int32Array.of(-1, 1, 0) }],
  ['a caller below every row', { parent: Int32Array.of(-2, 0, 0) }],
  ['a frame that is not there', { frame: Uint32Array.of(0, 2, 0) }],
  ['a figure that is none', { self: Float64Array.of(0, Number.NaN, 0) }],
])('%s is refused', (_, change) => {
  expect(() => decodeCallTree(encodeCallTree({ ...tree, ...change }))).toThrow(/malformed/);
});

test('whatever a byte is changed to, a tree is read or refused', () => {
  const bytes = encodeCallTree(compared);
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice();
    changed[at] ^= 0xff;
    try {
      const { length, parent, frame, frames } = decodeCallTree(changed);
      for (let row = 0; row < length; row++)
        expect(parent[row] < row && frame[row] < frames.name.length).toBe(true);
    } catch (error) {
      expect(error).toMatchObject({ name: 'MalformedBlock' });
    }
  }
});
