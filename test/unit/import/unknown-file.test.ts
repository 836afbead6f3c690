import { expect, it } from 'vitest';
import { ALL_IMPORTERS } from '../../../shared/import/all-importers.js';
import { ALL_ALLOCATION_IMPORTERS } from '../../../shared/import/allocations/all-allocation-importers.js';
import { pickImporter } from '../../../shared/import/importer.js';

/** What a person calls each format that is read. */
const CALLED: Readonly<Record<string, RegExp>> = {
  heapsnapshot: /\.heapsnapshot/,
  // Stands in a session: nobody has a file of it alone.
  'python-heap': /\.leakscope/,
  heapprofile: /\.heapprofile/,
  speedscope: /speedscope/,
  tracemalloc: /tracemalloc/,
  heaptrack: /heaptrack/,
  memleak: /memleak/,
  'memray-csv': /memray/,
  'memray-table': /memray/,
  'calls-csv': /CSV/,
  pprof: /pprof/,
  folded: /folded stacks/,
};

it('an unknown file is told every format that is read, by the name that people know', () => {
  let remedy = '';
  try {
    pickImporter(ALL_IMPORTERS, new TextEncoder().encode('no such format'));
  } catch (error) {
    remedy = (error as { remedy?: string }).remedy ?? '';
  }
  for (const { id } of [...ALL_IMPORTERS, ...ALL_ALLOCATION_IMPORTERS])
    expect(remedy, id).toMatch(CALLED[id] ?? /no name for it/);
});
