import { Failure } from '../base/failure.js';
import type { Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';

/** Knows one format of heaps by its content and reads it as it comes. */
export interface Importer {
  readonly id: string;
  /** Looks at the first kilobyte only; called for every importer on every file. */
  matches(head: Uint8Array): boolean;
  open(options: ImportOptions): HeapReader;
}

export interface ImportOptions {
  /** Bytes of the whole where they are known. */
  readonly size?: number;
  readonly watch?: Watch;
}

/** Takes chunks cut anywhere; both throw a Failure. */
export interface HeapReader {
  push(chunk: Uint8Array): void;
  end(): HeapGraph;
}

/** Looks at content, never at names: a `.json` may be any of them. Two matches are an error of ours. */
export function pickImporter(importers: readonly Importer[], head: Uint8Array): Importer {
  const matching = importers.filter((importer) => importer.matches(head));
  if (matching.length > 1)
    throw new Error(`recognised as ${matching.map((importer) => importer.id).join(' and ')}`);
  const [only] = matching;
  if (!only)
    throw new Failure(
      'unknown-format',
      'This is neither a heap snapshot nor an allocation profile that Leakscope knows.',
      'Give it a .leakscope session, a .heapsnapshot, .heaptimeline or .heapprofile file, a profile of pprof, speedscope, tracemalloc, memray, heaptrack or memleak of BCC, folded stacks, or a CSV of calls that Leakscope wrote.',
    );
  return only;
}
