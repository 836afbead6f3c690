import { heapSnapshotImporter } from './heapsnapshot/heapsnapshot-importer.js';
import type { Importer } from './importer.js';
import { pythonHeapImporter } from './python-heap/python-heap-importer.js';

/** Every format of heaps; the order means nothing. */
export const ALL_IMPORTERS: readonly Importer[] = [heapSnapshotImporter, pythonHeapImporter];
