import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distancesOf, SYSTEM_DISTANCE } from '../../../shared/analysis/distances.js';
import { userRoots } from '../../../shared/analysis/user-roots.js';
import { EdgeType } from '../../../shared/model/heap-graph.js';
import { NO_DISTANCE } from '../../../shared/model/heap-index.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { steps } from '../../helpers/naive-heap.js';
import { randomHeap } from '../../helpers/random-heap.js';

describe('distances', () => {
  it('count from the roots of the program, then from those of the system', () => {
    const { graph, at } = heapGraph(`
      (root):synthetic        -> (GC) window
      (GC):synthetic          -> stub list
      window 1                -> list gone:weak
      list 1
      stub 1
      gone 1
    `);
    const distance = distancesOf(graph).distance;
    expect([distance[at('window')], distance[at('list')]]).toEqual([1, 2]);
    expect([distance[0], distance[at('(GC)')], distance[at('stub')]]).toEqual(
      [0, 1, 2].map((more) => SYSTEM_DISTANCE + more),
    );
    expect(distance[at('gone')]).toBe(NO_DISTANCE);
  });

  it("a WeakMap's value is as far as the farther of its table and its key", () => {
    const { graph, at } = heapGraph(`
      root       -> map long
      map 1      -> value:pair=key,map
      long 1     -> longer
      longer 1   -> key
      key 1      -> value:pair=key,map
      value 1
    `);
    expect(distancesOf(graph).distance[at('value')]).toBe(4);
  });

  it("neither a context's map of functions nor descriptors of maps are ways", () => {
    const { graph, at } = heapGraph(`
      root                                -> system_/_NativeContext (map_descriptors)
      system_/_NativeContext:hidden       -> a=sloppy_function_map b
      (map_descriptors):array             -> c:element=4 d:element=5 e:element=1
      a
      b
      c
      d
      e
    `);
    const distance = distancesOf(graph).distance;
    expect(['a', 'b', 'c', 'd', 'e'].map((name) => distance[at(name)])).toEqual([
      NO_DISTANCE,
      2,
      NO_DISTANCE,
      2,
      2,
    ]);
  });

  it('of CPython count from the root', () => {
    const { graph, at } = heapGraph(
      `
      (root):synthetic       -> (modules)
      (modules):synthetic    -> re
      re 10
    `,
      { producer: 'cpython' },
    );
    const distance = distancesOf(graph).distance;
    expect([distance[0], distance[at('(modules)')], distance[at('re')]]).toEqual([0, 1, 2]);
  });

  it('any heap, against a search of its own', () => {
    fc.assert(
      fc.property(randomHeap(), (graph) => {
        const passes = (edge: number): boolean => graph.edgeType[edge] !== EdgeType.weak;
        const near = steps(graph, userRoots(graph), passes);
        const distance = distancesOf(graph).distance;
        for (let node = 1; node < graph.nodeCount; node++)
          if (near.has(node)) expect(distance[node]).toBe(near.get(node));
          else
            expect(
              distance[node] === NO_DISTANCE || distance[node] >= (near.size > 0 ? SYSTEM_DISTANCE : 0),
            ).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
