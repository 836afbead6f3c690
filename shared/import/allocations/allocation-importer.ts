import { Failure } from '../../base/failure.js';
import type { Watch } from '../../base/watch.js';
import type { AllocationProfile } from '../../model/allocation-profile.js';

/** One format of allocation profiles. */
export interface AllocationImporter {
  readonly id: string;
  /** Whether content that begins so is of this format. Of all importers at most one says so. */
  matches(head: Uint8Array): boolean;
  open(options: AllocationImportOptions): AllocationReader;
}

export interface AllocationImportOptions {
  /** The file's, for people. */
  readonly name: string;
  /** Bytes of its content, where that is known. */
  readonly size?: number;
  readonly watch?: Watch;
}

/** Takes a file in chunks. Both throw a Failure (`malformed`, `truncated`, `too-large`) for what cannot be read. */
export interface AllocationReader {
  push(chunk: Uint8Array): void;
  end(): readonly AllocationProfile[];
}

/** The one that knows content that begins so, if any does. */
export function pickAllocationImporter(
  importers: readonly AllocationImporter[],
  head: Uint8Array,
): AllocationImporter | undefined {
  const matching = importers.filter((importer) => importer.matches(head));
  if (matching.length > 1) throw new Error(`recognised as ${matching.map(({ id }) => id).join(' and ')}`);
  return matching[0];
}

export function unknownProfile(name: string): Failure {
  return new Failure(
    'unknown-format',
    `${name} is no allocation profile that Leakscope knows.`,
    'Give it a .heapprofile, .heaptimeline, pprof, speedscope, folded stacks, tracemalloc, memray, heaptrack or memleak file, or our own CSV of calls.',
  );
}
