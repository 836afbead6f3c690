import type { AllocationNode, AllocationTree } from '../../model/allocation-tree.js';
import { callChildren, NO_CALL } from '../../model/call-children.js';
import type { CallTree } from '../../model/call-tree.js';

/** A call tree as rows to read from top to bottom: the larger first, of a comparison the difference. */
export function allocationTree(calls: CallTree): AllocationTree {
  const { length, parent, frame, frames } = calls;
  const self = difference(calls.self, calls.baseSelf);
  const total = self.slice();
  const samples = difference(calls.count, calls.baseCount);
  const weight = self.map(Math.abs);
  for (let row = length - 1; row >= 0; row--) {
    const caller = parent[row];
    if (caller < 0) continue;
    total[caller] += total[row];
    samples[caller] += samples[row];
    weight[caller] += weight[row];
  }
  const children = callChildren(parent);
  const place = new Int32Array(length);
  const nodes: AllocationNode[] = [];
  const waiting: number[] = [];
  const put = (first: number): void => {
    const from = waiting.length;
    for (let row = first; row !== NO_CALL; row = children.next[row]) if (weight[row] > 0) waiting.push(row);
    const sorted = waiting.splice(from).sort((a, b) => total[a] - total[b]);
    for (const row of sorted) waiting.push(row);
  };
  put(children.first[length]);
  for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
    const at = frame[row];
    place[row] = nodes.length;
    nodes.push({
      parent: parent[row] < 0 ? -1 : place[parent[row]],
      ...{ function: frames.name[at], file: frames.file[at], line: frames.line[at] },
      ...{ self: self[row], total: total[row], samples: samples[row] },
    });
    put(children.first[row]);
  }
  let bytes = 0;
  let count = 0;
  for (let row = 0; row < length; row++) {
    bytes += self[row];
    if (parent[row] < 0) count += samples[row];
  }
  return { bytes, samples: count, nodes };
}

function difference(column: Float64Array, base?: Float64Array): Float64Array {
  return base ? column.map((value, row) => value - base[row]) : column.slice();
}
