import fc from 'fast-check';
import { expect, it } from 'vitest';
import { essentialEdges } from '../../../shared/analysis/essential-edges.js';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { whatIfCut } from '../../../shared/analysis/what-if-cut.js';
import { heapGraph } from '../../helpers/heap-graph.js';
import { reached } from '../../helpers/naive-heap.js';
import { randomHeap } from '../../helpers/random-heap.js';

const { graph, at } = heapGraph(`
  root       -> window registry
  window 1   -> list
  list 10    -> item back
  item 100   -> shared list
  back 5     -> ~item
  registry 2 -> shared shared=again lone
  shared 50
  lone 7
`);
const index = buildHeapIndex(graph);
const cut = (holder: string, nth: number) => whatIfCut(index, at(holder), graph.firstEdge[at(holder)] + nth);

it('the only edge to a list frees the list and what only it holds', () => {
  expect(cut('window', 0)).toEqual({ bytes: 115, objects: 3, keepsAlive: true, otherHolders: 0 });
});

it('one of several edges frees nothing, and says how many are left', () => {
  expect(cut('registry', 0)).toEqual({ bytes: 0, objects: 0, keepsAlive: true, otherHolders: 2 });
  expect(cut('registry', 2).bytes).toBe(7);
});

it('weak edges, and edges back to who holds the holder, keep nothing alive', () => {
  expect(cut('back', 0).keepsAlive).toBe(false);
  expect(cut('item', 1).keepsAlive).toBe(false);
});

it('refuses an edge of another node', () => {
  expect(() => whatIfCut(index, at('window'), graph.firstEdge[at('list')])).toThrow(/no edge/);
});

it('any edge of any heap, against walking without it', () => {
  fc.assert(
    fc.property(randomHeap(), (random) => {
      const essential = essentialEdges(random);
      const held = new Set(random.edgeTarget.filter((_, edge) => essential[edge] === 1));
      const roots = Array.from({ length: random.nodeCount }, (_, node) => node).filter(
        (node) => node === 0 || !held.has(node),
      );
      const all = reached(random, roots, (edge) => essential[edge] === 1);
      const whole = buildHeapIndex(random);
      for (const holder of all)
        for (let edge = random.firstEdge[holder]; edge < random.firstEdge[holder + 1]; edge++) {
          const rest = reached(random, roots, (other) => other !== edge && essential[other] === 1);
          const lost = [...all].filter((node) => !rest.has(node));
          const { bytes, objects } = whatIfCut(whole, holder, edge);
          expect([bytes, objects]).toEqual([
            lost.reduce((sum, node) => sum + whole.shallowSize[node], 0),
            lost.length,
          ]);
        }
    }),
    { numRuns: 1000 },
  );
});
