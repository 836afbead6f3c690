import type { AllocationImporter } from './allocation-importer.js';
import { callsCsvImporter } from './calls-csv.js';
import { foldedStacksImporter } from './folded-stacks.js';
import { heapprofileImporter } from './heapprofile.js';
import { heaptrackImporter } from './heaptrack.js';
import { memleakImporter } from './memleak.js';
import { memrayCsvImporter } from './memray-csv.js';
import { memrayTableImporter } from './memray-table.js';
import { pprofImporter } from './pprof.js';
import { speedscopeImporter } from './speedscope.js';
import { tracemallocImporter } from './tracemalloc.js';

/** Every format of allocation profiles that is read. A new one needs its line here and a sample in test/fixtures/allocations. */
export const ALL_ALLOCATION_IMPORTERS: readonly AllocationImporter[] = [
  heapprofileImporter,
  speedscopeImporter,
  tracemallocImporter,
  heaptrackImporter,
  memleakImporter,
  memrayCsvImporter,
  memrayTableImporter,
  callsCsvImporter,
  pprofImporter,
  foldedStacksImporter,
];
