import { callChildren, NO_CALL } from '../../model/call-children.js';
import type { CallTree } from '../../model/call-tree.js';

/**
 * V8's `.heapprofile`, as DevTools opens it. Node ids are rows from 2, the root is 1. What was allocated at a call is one
 * sample, of all its bytes; in a comparison of those by which it grew.
 */
export function* heapprofileOfCalls(tree: CallTree): Iterable<string> {
  const { length, parent, frame, baseSelf, frames } = tree;
  const self = baseSelf ? tree.self.map((bytes, row) => bytes - baseSelf[row]) : tree.self;
  const { first, next } = callChildren(parent);
  const places = frames.name.map((name, at) => {
    const line = frames.line[at] - 1;
    const column = (frames.column?.[at] ?? 0) - 1;
    return `{"functionName":${JSON.stringify(name)},"scriptId":"0","url":${JSON.stringify(frames.file[at])},"lineNumber":${line},"columnNumber":${column}}`;
  });
  const opening = (row: number): string =>
    `{"callFrame":${places[frame[row]]},"selfSize":${size(self[row])},"id":${row + 2},"children":[`;
  yield `{"head":{"callFrame":${ROOT},"selfSize":0,"id":1,"children":[`;
  for (let row = first[length]; row !== NO_CALL; ) {
    yield opening(row);
    if (first[row] !== NO_CALL) {
      row = first[row];
      continue;
    }
    for (;;) {
      yield ']}';
      if (next[row] !== NO_CALL) {
        yield ',';
        row = next[row];
        break;
      }
      row = parent[row];
      if (row < 0) break;
    }
  }
  yield ']},"samples":[';
  let ordinal = 0;
  for (let row = 0; row < length; row++) {
    if (size(self[row]) === 0) continue;
    yield `${ordinal > 0 ? ',' : ''}{"size":${size(self[row])},"nodeId":${row + 2},"ordinal":${++ordinal}}`;
  }
  yield ']}';
}

const size = (bytes: number): number => Math.max(0, bytes);

const ROOT = '{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}';
