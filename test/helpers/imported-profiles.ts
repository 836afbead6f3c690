import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { AllocationsByCall } from '../../shared/analysis/allocations/allocations-by-call.js';
import { ALL_ALLOCATION_IMPORTERS } from '../../shared/import/allocations/all-allocation-importers.js';
import {
  pickAllocationImporter,
  unknownProfile,
} from '../../shared/import/allocations/allocation-importer.js';
import type { AllocationProfile } from '../../shared/model/allocation-profile.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';

/** The profiles of a file's content, told by its beginning; `chunk` is how it is fed. */
export function importedProfiles(given: Uint8Array, chunk = given.length): readonly AllocationProfile[] {
  const bytes = unpacked(given);
  const importer = pickAllocationImporter(ALL_ALLOCATION_IMPORTERS, bytes.subarray(0, 4096));
  if (!importer) throw unknownProfile('It');
  const reader = importer.open({ name: 'shop' });
  for (let at = 0; at < bytes.length; at += Math.max(1, chunk)) reader.push(bytes.subarray(at, at + chunk));
  return reader.end();
}

export function unpacked(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes);
  return bytes[0] === 0x28 && bytes[1] === 0xb5 ? zstdDecompressSync(bytes) : bytes;
}

export const sum = (column: Float64Array): number => column.reduce((all, value) => all + value, 0);

/** Every stack that something was allocated at, `outer > inner`, with its bytes; the largest first. */
export function stacksOf(table: AllocationTable): readonly (readonly [stack: string, bytes: number])[] {
  const { length, parent, frame, self, frames } = new AllocationsByCall().add(table).tree();
  const names: string[] = [];
  for (let row = 0; row < length; row++) {
    const name = frames.name[frame[row]];
    names.push(parent[row] < 0 ? name : `${names[parent[row]]} > ${name}`);
  }
  return names
    .map((name, row) => [name, self[row]] as const)
    .filter(([, bytes]) => bytes !== 0)
    .sort(([, a], [, b]) => b - a);
}
