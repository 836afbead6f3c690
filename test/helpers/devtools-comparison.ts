import { expect } from 'vitest';
import { heapQueries } from '../../shared/analysis/heap-queries.js';
import { snapshotId } from '../../shared/base/brand.js';
import { type HeapIndex, NO_DISTANCE } from '../../shared/model/heap-index.js';
import { DEVTOOLS_NO_DISTANCE, type DevToolsHeap } from './devtools-heap.js';

/**
 * Named differences: DevTools' -5 for what no root reaches is our NO_DISTANCE; DevTools keeps classes of one name apart
 * by where they were declared, we sum them up by name.
 */
export function compare(theirs: DevToolsHeap, ours: HeapIndex): void {
  const { nodeFieldCount, nodeSelfSizeOffset } = theirs;
  expect(ours.graph.nodeCount).toBe(theirs.nodeCount);
  const wrong = { selfSize: 0, distance: 0, dominator: 0, retainedSize: 0, className: 0, detached: 0 };
  for (let node = 0; node < theirs.nodeCount; node++) {
    const at = node * nodeFieldCount;
    const distance = theirs.nodeDistances[node];
    const their = theirs.createNode(at);
    if (theirs.nodes.getValue(at + nodeSelfSizeOffset) !== ours.shallowSize[node]) wrong.selfSize++;
    if ((distance === DEVTOOLS_NO_DISTANCE ? NO_DISTANCE : distance) !== ours.distance[node])
      wrong.distance++;
    if (theirs.dominatorsTree[node] !== ours.dominator[node]) wrong.dominator++;
    if (theirs.retainedSizes[node] !== ours.retainedSize[node]) wrong.retainedSize++;
    if (their.className() !== ours.classNames[ours.classOf[node]]) wrong.className++;
    if (their.detachedness() !== (ours.detachedness?.[node] ?? 0)) wrong.detached++;
  }
  expect(wrong).toEqual({
    selfSize: 0,
    distance: 0,
    dominator: 0,
    retainedSize: 0,
    className: 0,
    detached: 0,
  });
  compareClasses(theirs, ours);
}

function compareClasses(theirs: DevToolsHeap, ours: HeapIndex): void {
  const sums = new Map<string, { count: number; self: number; retained: number; places: number }>();
  for (const { name, count, self, maxRet } of Object.values(theirs.aggregatesWithFilter({}))) {
    const sum = sums.get(name) ?? { count: 0, self: 0, retained: 0, places: 0 };
    sum.count += count;
    sum.self += self;
    sum.retained += maxRet;
    sum.places++;
    sums.set(name, sum);
  }
  const counted = ours.classNames.filter((_, row) => ours.classCount[row] > 0);
  expect(new Set(counted)).toEqual(new Set(sums.keys()));
  ours.classNames.forEach((name, row) => {
    const sum = sums.get(name);
    if (!sum) return;
    expect([name, ours.classCount[row], ours.classSelf[row]]).toEqual([name, sum.count, sum.self]);
    if (sum.places === 1) expect([name, ours.classRetained[row]]).toEqual([name, sum.retained]);
  });
}

export interface Both {
  readonly theirs: DevToolsHeap;
  readonly ours: HeapIndex;
}

/** Returns what it found: of each class its new and deleted, in objects and bytes. */
export function compareDiff(a: Both, b: Both): Readonly<Record<string, readonly number[]>> {
  const expected: Record<string, readonly number[]> = {};
  const theirs = b.theirs.calculateSnapshotDiff(
    'a',
    a.theirs.aggregatesForDiff(b.theirs.interfaceDefinitions()),
  );
  for (const { name, addedCount, removedCount, addedSize, removedSize } of Object.values(theirs)) {
    const [added, removed, plus, minus] = expected[name] ?? [0, 0, 0, 0];
    expected[name] = [added + addedCount, removed + removedCount, plus + addedSize, minus + removedSize];
  }
  const [base, compared] = [snapshotId('s/1'), snapshotId('s/2')];
  const { rows } = heapQueries((id) => (id === base ? a.ours : b.ours)).diff({
    base,
    compared,
    by: 'class',
    sort: { by: 'sizeDelta', descending: true },
    page: { from: 0, count: 1e9 },
  });
  const found = Object.fromEntries(
    rows
      .filter(({ addedCount, removedCount }) => addedCount + removedCount > 0)
      .map((row) => [row.name, [row.addedCount, row.removedCount, row.addedSize, row.removedSize]]),
  );
  expect(found).toEqual(expected);
  return found;
}
