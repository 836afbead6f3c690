import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { labelMatch } from '../../../shared/analysis/label-match.js';
import { nodeLabel } from '../../../shared/analysis/node-row.js';
import { textMatch } from '../../../shared/analysis/text-match.js';
import { byteStrings } from '../../../shared/model/byte-strings.js';
import { NodeType } from '../../../shared/model/heap-graph.js';
import { heapGraph } from '../../helpers/heap-graph.js';

const TYPES = [NodeType.string, NodeType.closure, NodeType.object];

it('finds in bytes what it finds in labels, whatever letters there are', () => {
  const { graph } = heapGraph(`root -> a b c d e f
    a 1
    b 1
    c 1
    d 1
    e 1
    f 1`);
  const letters = fc.constantFrom(
    ...['a', 'B', 'c', 'i', 'k', 'u', 'd', '8', '"', '(', ' ', 'é', 'K', 'İ', 'ß', '1', '_', '\\\\'],
    ...['\u212a', '\ud83d', '\u{1f600}'],
  );
  // Some are longer than a label, in letters or only in bytes.
  const text = fc
    .tuple(fc.array(letters, { maxLength: 12 }), fc.constantFrom(1, 1, 1, 20, 60))
    .map(([all, times]) => all.join('').repeat(times));
  fc.assert(
    fc.property(
      fc.array(text, { minLength: 7, maxLength: 7 }),
      fc.array(letters, { minLength: 1, maxLength: 4 }).map((all) => all.join('')),
      fc.array(fc.constantFrom(...TYPES), { minLength: 7, maxLength: 7 }),
      (names, wanted, types) => {
        const strings = byteStrings({ length: names.length, at: (row: number) => names[row] });
        const name = Uint32Array.from(names.keys());
        const index = buildHeapIndex({ ...graph, strings, name, nodeType: Uint8Array.from(types) });
        const found = labelMatch(index, wanted);
        const expected = textMatch(wanted);
        for (let node = 0; node < 7; node++)
          expect([wanted, names[node], found(node)]).toEqual([
            wanted,
            names[node],
            expected(nodeLabel(index, node)),
          ]);
      },
    ),
    { numRuns: 2000 },
  );
});
