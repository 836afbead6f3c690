import { ALL_ALLOCATION_IMPORTERS } from '../../shared/import/allocations/all-allocation-importers.js';

/** How a file that begins so is compressed. */
export function packingOf(head: Uint8Array): 'gzip' | 'zstd' | undefined {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  const isZstd = head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
  return isZstd ? 'zstd' : undefined;
}

/** Whether a file that begins so is read as allocation profiles: of all that is compressed only these are. */
export function isAllocationFile(head: Uint8Array): boolean {
  return packingOf(head) !== undefined || ALL_ALLOCATION_IMPORTERS.some((importer) => importer.matches(head));
}
