import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { compare, compareDiff } from '../helpers/devtools-comparison.js';
import { devToolsReader } from '../helpers/devtools-heap.js';
import { readHeap } from '../helpers/read-heap.js';
import { describeWhere } from '../helpers/where.js';

/** Filled by `test/bench/heap/generate.mjs`; a file that DevTools reads at once, as a text, has at most 512 MB. */
const KIT = process.env['LEAKSCOPE_BENCH_KIT'] ?? '';
const SIZES = (process.env['LEAKSCOPE_BENCH_HEAP'] ?? '30').split(',');
const file = (size: string, side: string): string => join(KIT, `s${size}-${side}.heapsnapshot`);
const isThere =
  KIT !== '' && SIZES.every((size) => existsSync(file(size, 'A')) && existsSync(file(size, 'B')));

describeWhere(isThere, 'LEAKSCOPE_BENCH_KIT names no folder with such snapshots')(
  'the kit of the bench',
  () => {
    it.each(SIZES)('%s MB: every node, every class and the diff as in DevTools', async (size) => {
      const read = await devToolsReader();
      const opened = async (side: string) => {
        const bytes = readFileSync(file(size, side));
        const both = { theirs: await read(bytes.toString('latin1')), ours: buildHeapIndex(readHeap(bytes)) };
        compare(both.theirs, both.ours);
        console.log(`${size} MB, ${side}: ${both.ours.graph.nodeCount} nodes as in DevTools`);
        return both;
      };
      const found = compareDiff(await opened('A'), await opened('B'));
      expect(Object.keys(found).length).toBeGreaterThan(0);
    });
  },
);
