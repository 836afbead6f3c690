import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dominatorsOf } from '../../../shared/analysis/dominators.js';
import { essentialEdges } from '../../../shared/analysis/essential-edges.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { reached } from '../../helpers/naive-heap.js';
import { randomHeap } from '../../helpers/random-heap.js';

const of = (graph: HeapGraph) => dominatorsOf(graph);

describe('dominators', () => {
  it('of what two ways reach is where the ways part', () => {
    const { graph, at } = heapGraph(`
      root       -> window cache
      window 10  -> list
      cache 20   -> list
      list 100   -> item
      item 5
    `);
    const { dominator } = of(graph);
    expect(['window', 'cache', 'list', 'item'].map((name) => dominator[at(name)])).toEqual(
      ['root', 'root', 'root', 'list'].map(at),
    );
    expect(Array.from(buildHeapIndex(graph).retainedSize)).toEqual([135, 10, 20, 105, 5]);
  });

  it('follows neither weak edges, nor shortcuts that are not from the root, nor an edge to itself', () => {
    const { graph, at } = heapGraph(`
      root      -> a
      a 1       -> b c:weak c:shortcut a
      b 2       -> c
      c 4
    `);
    expect(of(graph).dominator[at('c')]).toBe(at('b'));
  });

  it("a WeakMap's entry is held by its key", () => {
    const { graph, at } = heapGraph(`
      root         -> key map
      key 1        -> value:pair=key,map
      map 2        -> value:pair=key,map
      value 4
    `);
    expect(of(graph).dominator[at('value')]).toBe(at('key'));
  });

  it('what the page reaches is not held by what it does not reach', () => {
    const { graph, at } = heapGraph(`
      root                  -> window:shortcut (Debugger):element
      window 1              -> list
      (Debugger):synthetic  -> list
      list 4
    `);
    expect(of(graph).dominator[at('list')]).toBe(at('window'));
  });

  it('what only weak edges reach, and closed circles, hang on the root', () => {
    const { graph, at } = heapGraph(`
      root      -> a lone:weak
      a 1
      lone 2    -> under
      under 4
      east 8    -> west
      west 16   -> east
    `);
    const { dominator } = of(graph);
    expect(['lone', 'under', 'east', 'west'].map((name) => dominator[at(name)])).toEqual(
      ['root', 'lone', 'root', 'root'].map(at),
    );
    expect(buildHeapIndex(graph).retainedSize[0]).toBe(31);
  });

  it('a list of a million links does not overflow, nor explode', () => {
    const count = 1_000_000;
    const graph: HeapGraph = {
      ...heapGraph('root').graph,
      nodeCount: count,
      edgeCount: count - 1,
      nodeType: new Uint8Array(count).fill(3),
      name: new Uint32Array(count),
      id: Uint32Array.from({ length: count }, (_, row) => row * 2 + 1),
      selfSize: new Uint32Array(count).fill(1),
      firstEdge: Uint32Array.from({ length: count + 1 }, (_, row) => Math.min(row, count - 1)),
      edgeType: new Uint8Array(count - 1).fill(2),
      edgeName: new Uint32Array(count - 1),
      edgeTarget: Uint32Array.from({ length: count - 1 }, (_, row) => row + 1),
    };
    const { retainedSize, distance } = buildHeapIndex(graph);
    expect([retainedSize[0], retainedSize[count - 1], distance[count - 1]]).toEqual([count, 1, count - 1]);
  });

  it('retained is what nothing else reaches: any heap, against taking each node away', () => {
    fc.assert(
      fc.property(randomHeap(), (graph) => {
        const essential = essentialEdges(graph);
        const held = new Set(graph.edgeTarget.filter((_, edge) => essential[edge] === 1));
        // Nodes without a retainer count as held by the root.
        const roots = Array.from({ length: graph.nodeCount }, (_, node) => node).filter(
          (node) => node === 0 || !held.has(node),
        );
        const passes = (edge: number): boolean => essential[edge] === 1;
        const all = reached(graph, roots, passes);
        const { retainedSize, shallowSize, dominator, preorder } = buildHeapIndex(graph);
        const total = Array.from(shallowSize).reduce((sum, size) => sum + size, 0);
        expect(retainedSize[0]).toBe(total);
        expect(new Set(preorder).size).toBe(graph.nodeCount);
        for (let node = 1; node < graph.nodeCount; node++) {
          const rest = reached(graph, roots, passes, node);
          const lost = all.has(node) ? [...all].filter((other) => !rest.has(other)) : [node];
          expect(retainedSize[node]).toBe(lost.reduce((sum, other) => sum + shallowSize[other], 0));
          for (const other of lost) {
            let up = other;
            while (up !== node && up !== 0) up = dominator[up];
            expect(up).toBe(node);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
