import { beforeEach, expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { Watch } from '../../../shared/base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../../../shared/model/heap-graph.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';

/**
 * How soon a cancel is heard, without a clock: how often a column is read between two looks at the watch. A loop over
 * the nodes that does not look reads at least `NODES` times in one go.
 */
const NODES = 120_000;
const MOST = 100_000;

let reads = 0;
let most = 0;
const watch: Watch = {
  cancelled() {
    most = Math.max(most, reads);
    reads = 0;
    return false;
  },
  progress: () => {},
};
beforeEach(() => {
  reads = 0;
  most = 0;
});
const longest = (): number => Math.max(most, reads);

/** A column that counts how often one of its rows is read. */
function counted<Column extends object>(column: Column): Column {
  return new Proxy(column, {
    get(target, key) {
      if (typeof key === 'string' && key.charCodeAt(0) <= 57) reads++;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Plain objects of two shapes in a tree, none of which has many edges; every other one is new in the second. */
function heap(step: number): HeapGraph {
  const strings = ['', 'root', 'Object', 'first', 'second'];
  const firstEdge = new Uint32Array(NODES + 1);
  const [edgeType, edgeName, edgeTarget]: [number[], number[], number[]] = [[], [], []];
  const edge = (type: number, name: number, target: number): void => {
    edgeType.push(type);
    edgeName.push(name);
    edgeTarget.push(target);
  };
  for (let node = 0; node < NODES; node++) {
    for (const child of [node * 2 + 1, node * 2 + 2]) if (child < NODES) edge(EdgeType.element, child, child);
    if (node > 0) edge(EdgeType.property, 3 + (node % 2), node);
    firstEdge[node + 1] = edgeTarget.length;
  }
  return {
    producer: 'v8',
    nodeCount: NODES,
    edgeCount: edgeTarget.length,
    nodeType: new Uint8Array(NODES).fill(NodeType.object).fill(NodeType.synthetic, 0, 1),
    name: new Uint32Array(NODES).fill(2).fill(1, 0, 1),
    id: Uint32Array.from({ length: NODES }, (_, row) => row * step * 2 + 1),
    selfSize: new Uint32Array(NODES).fill(8).fill(0, 0, 1),
    firstEdge,
    edgeType: Uint8Array.from(edgeType),
    edgeName: Uint32Array.from(edgeName),
    edgeTarget: Uint32Array.from(edgeTarget),
    strings: { length: strings.length, at: (row) => strings[row] },
  };
}

/** Of an index that is there: the columns that every loop over nodes reads count. */
function countedIndex(index: HeapIndex): HeapIndex {
  const { plain: _, shapes: __, ...rest } = index;
  const { nodeType, firstEdge, name } = index.graph;
  return {
    ...rest,
    preorder: counted(index.preorder),
    shallowSize: counted(index.shallowSize),
    graph: {
      ...index.graph,
      nodeType: counted(nodeType),
      firstEdge: counted(firstEdge),
      name: counted(name),
    },
  };
}

const [base, compared] = [snapshotId('s/1'), snapshotId('s/2')];
const page = { from: 0, count: 10 };
const bySize = { by: 'selfSize', descending: true } as const;

function asked() {
  const [before, after] = [1, 2].map((step) => countedIndex(buildHeapIndex(heap(step))));
  return heapQueries((id) => (id === base ? before : after), watch);
}

it('opening: every pass over the nodes looks whether somebody waits', () => {
  const graph = heap(1);
  buildHeapIndex({ ...graph, nodeType: counted(graph.nodeType), name: counted(graph.name) }, watch);
  expect(longest()).toBeGreaterThan(0);
  expect(longest()).toBeLessThan(MOST);
}, 60_000);

it.each([
  ['classes by file', () => asked().classes(compared, { by: 'module', sort: bySize, page })],
  [
    'classes of a package',
    () => asked().classes(compared, { filter: { package: 'app' }, sort: bySize, page }),
  ],
  ...(['class', 'path'] as const).map(
    (by) =>
      [
        `a diff by ${by}`,
        () => asked().diff({ base, compared, by, sort: { by: 'sizeDelta', descending: true }, page }),
      ] as const,
  ),
  ['objects by a pattern', () => asked().objects(compared, { text: '/Ob.ect/', sort: bySize, page })],
  ['merged paths', () => asked().paths(compared, { className: '{first}', limit: 3 })],
] as const)(
  '%s',
  (_, ask) => {
    ask();
    expect(longest()).toBeGreaterThan(0);
    expect(longest()).toBeLessThan(MOST);
  },
  60_000,
);
