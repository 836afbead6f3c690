import fc from 'fast-check';
import type { HeapGraph } from '../../shared/model/heap-graph.js';
import { heapGraph } from './heap-graph.js';

const EDGE = ['', ':weak', ':shortcut', ':internal', ':element', ':hidden', ':context'];
const NODE = ['object', 'object', 'object', 'array', 'hidden', 'closure', 'native', 'string', 'synthetic'];

/** Heaps of up to `most` nodes with edges of every type, circles, self edges, nodes that nothing reaches. */
export function randomHeap(most = 14): fc.Arbitrary<HeapGraph> {
  return fc
    .array(
      fc.record({
        size: fc.nat(60),
        type: fc.constantFrom(...NODE),
        of: fc.constantFrom('Alpha', 'Beta', 'Object'),
        edges: fc.array(fc.record({ to: fc.nat(most * 2), type: fc.constantFrom(...EDGE, '', '') }), {
          maxLength: 4,
        }),
      }),
      { minLength: 1, maxLength: most },
    )
    .map((nodes) => {
      const key = (row: number): string => {
        if (row === 0) return '(root)';
        const { of, type } = nodes[row];
        return type === 'synthetic' ? `(Roots)#${row}` : `${of}#${row}`;
      };
      const lines = nodes.map(({ size, type, edges }, row) => {
        const targets = edges.map(({ to, type }) => `${key(to % nodes.length)}${type}`);
        return `${key(row)}:${row === 0 ? 'synthetic' : type} ${row === 0 ? 0 : size} -> ${targets.join(' ')}`;
      });
      return heapGraph(lines.join('\n')).graph;
    });
}
