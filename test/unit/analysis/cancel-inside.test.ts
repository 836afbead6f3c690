import { describe, expect, it } from 'vitest';
import { depthFirst } from '../../../shared/analysis/depth-first.js';
import { detachednessOf } from '../../../shared/analysis/detachedness.js';
import { distancesOf } from '../../../shared/analysis/distances.js';
import { dominatorsOf } from '../../../shared/analysis/dominators.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { pageObjects } from '../../../shared/analysis/page-objects.js';
import { PathKeys } from '../../../shared/analysis/path-keys.js';
import { plainObjects } from '../../../shared/analysis/plain-objects.js';
import { makeRetainers } from '../../../shared/analysis/retainers.js';
import { shallowSizes } from '../../../shared/analysis/shallow-sizes.js';
import { whatIfCut } from '../../../shared/analysis/what-if-cut.js';
import { WideMap } from '../../../shared/analysis/wide-map.js';
import type { Watch } from '../../../shared/base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../../../shared/model/heap-graph.js';

const TURNS = 1 << 14;
const NODES = 100_000;
const EDGES = 600_000;
const NO_EPHEMERONS = { isPair: new Uint8Array(8), pairs: new WideMap<number, never>() };

/** How often `run` looks whether somebody waits; nobody does from its look `from` on. */
function looks(run: (watch: Watch) => unknown, from = Number.POSITIVE_INFINITY): number {
  let count = 0;
  run({ cancelled: () => ++count >= from, progress: () => {} });
  return count;
}

/** Each node's edges to the nodes that `of` names. */
function graphOf(
  nodeCount: number,
  of: (node: number) => readonly number[],
  more: Partial<HeapGraph> = {},
): HeapGraph {
  const strings = ['', 'root', 'Object', 'a'];
  const firstEdge = new Uint32Array(nodeCount + 1);
  const target: number[] = [];
  for (let node = 0; node < nodeCount; node++) {
    for (const to of of(node)) target.push(to);
    firstEdge[node + 1] = target.length;
  }
  return {
    producer: 'v8',
    nodeCount,
    edgeCount: target.length,
    nodeType: new Uint8Array(nodeCount).fill(NodeType.object).fill(NodeType.synthetic, 0, 1),
    name: new Uint32Array(nodeCount).fill(2).fill(1, 0, 1),
    id: Uint32Array.from({ length: nodeCount }, (_, row) => row * 2 + 1),
    selfSize: new Uint32Array(nodeCount).fill(8).fill(0, 0, 1),
    firstEdge,
    edgeType: new Uint8Array(target.length).fill(EdgeType.property).fill(EdgeType.shortcut, 0, firstEdge[1]),
    edgeName: new Uint32Array(target.length).fill(3),
    edgeTarget: Uint32Array.from(target),
    strings: { length: strings.length, at: (row) => strings[row] },
    ...more,
  };
}

/** A list from the root: what must be walked is as long as there are nodes. */
const list = graphOf(NODES, (node) => (node + 1 < NODES ? [node + 1] : []));
/** Out of reach: the odd ones hold each other in pairs, of the even ones each holds the next but one. */
const apart = graphOf(NODES, (node) =>
  node === 0 ? [] : node % 2 === 0 ? [Math.min(NODES - 2, node + 2)] : [node % 4 === 1 ? node + 2 : node - 2],
);
/** One object with as many edges as others have together, all to the same. */
const holder = graphOf(3, (node) => (node === 0 ? [1] : node === 1 ? new Array(EDGES).fill(2) : []));
const native = (graph: HeapGraph): HeapGraph => ({
  ...graph,
  nodeType: new Uint8Array(graph.nodeCount).fill(NodeType.native),
  detachedness: new Uint8Array(graph.nodeCount).fill(2, 1, 2),
});
const arrays: HeapGraph = {
  ...holder,
  nodeType: Uint8Array.of(NodeType.synthetic, NodeType.object, NodeType.array),
};

const indexed: HeapGraph = { ...holder, edgeType: new Uint8Array(holder.edgeCount).fill(EdgeType.element) };

/** Name, the work, and how many passes over nodes or over edges it has at the least. */
const WORK: readonly (readonly [string, (watch: Watch) => unknown, number])[] = [
  [
    'depth first, of what no root reaches',
    (w) => depthFirst(apart, pageObjects(apart), NO_EPHEMERONS, w),
    (4 * NODES) / TURNS,
  ],
  [
    'dominators, to their end',
    (w) => dominatorsOf(list, pageObjects(list), NO_EPHEMERONS, w),
    (5 * NODES) / TURNS,
  ],
  ['detachedness, as it spreads', (w) => detachednessOf(native(list), w), (2 * NODES) / TURNS],
  [
    'retainers, their sums and the steps up',
    (w) => makeRetainers(list, new Int32Array(NODES), w),
    (4 * NODES) / TURNS,
  ],
  [
    'a path as long as the heap',
    (w) => new PathKeys(buildHeapIndex(list)).of(NODES - 1, w),
    (2 * NODES) / TURNS,
  ],
  ['what a cut frees', (w) => whatIfCut(buildHeapIndex(list), 1, 1, w), (4 * NODES) / TURNS],
  ['one huge holder: distances', (w) => distancesOf(holder, NO_EPHEMERONS, w), EDGES / TURNS],
  [
    'one huge holder: depth first',
    (w) => depthFirst(holder, pageObjects(holder), NO_EPHEMERONS, w),
    EDGES / TURNS,
  ],
  ['one huge holder: sizes', (w) => shallowSizes(arrays, w), EDGES / TURNS],
  ['one huge holder: detachedness', (w) => detachednessOf(native(holder), w), EDGES / TURNS],
  ['one huge holder: names of plain objects', (w) => plainObjects(indexed, w), EDGES / TURNS],
  [
    'one huge holder: retainers',
    (w) => makeRetainers(holder, Int32Array.of(0, 1, 2), w),
    (3 * EDGES) / TURNS,
  ],
];

describe.each(WORK)('%s', (_, run, least) => {
  it('looks all along whether somebody waits, and stops there', () => {
    const all = looks(run);
    expect(all).toBeGreaterThanOrEqual(Math.floor(least));
    for (const at of [1, Math.ceil(all / 2), all])
      expect(() => looks(run, at)).toThrow(expect.objectContaining({ code: 'cancelled' }));
  });
});
