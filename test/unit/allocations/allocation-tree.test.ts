import { expect, test } from 'vitest';
import { foldedStacks } from '../../../electron/cli/folded-stacks.js';
import { allocationTree } from '../../../shared/analysis/allocations/allocation-tree.js';
import { AllocationsByCall } from '../../../shared/analysis/allocations/allocations-by-call.js';
import { sampledAllocations } from '../../../shared/analysis/allocations/sampled-allocations.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import type { AllocationTree } from '../../../shared/model/allocation-tree.js';
import type { SamplingNode, SamplingProfile } from '../../../shared/model/sampling-profile.js';

/** One line a call, indented by its depth: `name bytes@ordinal …`. */
function profile(drawing: string): SamplingProfile {
  const samples: { nodeId: number; size: number; ordinal: number }[] = [];
  const node = (id: number, functionName: string): SamplingNode & { children: SamplingNode[] } => ({
    ...{ id, selfSize: 0, children: [] },
    callFrame: { functionName, scriptId: '1', url: 'file:///a.js', lineNumber: id, columnNumber: 0 },
  });
  const path = [node(1, '(root)')];
  const [head] = path;
  for (const [at, line] of drawing.split('\n').entries()) {
    const depth = line.length - line.trimStart().length;
    const [name, ...taken] = line.trim().split(' ');
    const one = node(at + 2, name);
    path.length = depth / 2 + 1;
    (path.at(-1) ?? head).children.push(one);
    path.push(one);
    for (const sample of taken) {
      const [size, ordinal] = sample.split('@').map(Number);
      samples.push({ nodeId: one.id, size, ordinal });
    }
  }
  return { head, samples };
}

const treeOf = (table: AllocationTable, after?: number): AllocationTree =>
  allocationTree(new AllocationsByCall().add(table, { after }).tree());

const rows = ({ nodes }: AllocationTree) =>
  nodes.map(({ function: name, self, total, parent }) => [name, self, total, parent]);

const shop = profile(
  `main
  small 10@1
  large 20@2 30@5
    inner 100@4
timer 7@3`,
);

test('adds up by calls, the larger first, callers before what they call', () => {
  const tree = treeOf(sampledAllocations(shop));
  expect(tree).toMatchObject({ bytes: 167, samples: 5 });
  expect(rows(tree)).toEqual([
    ['main', 0, 160, -1],
    ['large', 50, 150, 0],
    ['inner', 100, 100, 1],
    ['small', 10, 10, 0],
    ['timer', 7, 7, -1],
  ]);
  expect(tree.nodes[0]).toMatchObject({ file: 'file:///a.js', line: 3 });
});

test('tells what came after a moment', () => {
  expect(rows(treeOf(sampledAllocations(shop), 3))).toEqual([
    ['main', 0, 130, -1],
    ['large', 30, 130, 0],
    ['inner', 100, 100, 1],
  ]);
});

test('the difference to itself is empty, and to less is what came', () => {
  const table = sampledAllocations(shop);
  expect(allocationTree(new AllocationsByCall().add(table).add(table, { side: 'base' }).tree())).toEqual({
    bytes: 0,
    samples: 0,
    nodes: [],
  });
  const before = sampledAllocations({ ...shop, samples: shop.samples.filter(({ ordinal }) => ordinal < 4) });
  const compared = new AllocationsByCall().add(table).add(before, { side: 'base' }).tree();
  expect(rows(allocationTree(compared))).toEqual(rows(treeOf(table, 3)));
});

test('a stack of twenty thousand calls is no recursion of ours', () => {
  let head: SamplingNode = { ...shop.head, id: 20_000, children: [] };
  for (let id = 19_999; id > 0; id--) head = { ...shop.head, id, children: [head] };
  const tree = treeOf(sampledAllocations({ head, samples: [{ nodeId: 20_000, size: 5, ordinal: 1 }] }));
  expect(tree.nodes).toHaveLength(19_999);
  expect(tree.nodes[0].total).toBe(5);
});

test('a sample of no known call is told as unknown', () => {
  const tree = treeOf(
    sampledAllocations({ head: shop.head, samples: [{ nodeId: 99, size: 5, ordinal: 1 }] }),
  );
  expect(rows(tree)).toEqual([['(unknown)', 5, 5, -1]]);
});

test('folded stacks, whatever the names are', () => {
  const evil = profile('a;b\u001b[31m 5@1');
  const [line] = foldedStacks(treeOf(sampledAllocations(evil)));
  expect(line).toBe('a_b_[31m (file:///a.js:3) 5');
  expect(foldedStacks(treeOf(sampledAllocations(shop)))[1]).toBe(
    'main (file:///a.js:3);large (file:///a.js:5);inner (file:///a.js:6) 100',
  );
});
