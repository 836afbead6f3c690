import type { CallTree } from '../../model/call-tree.js';
import { csvOfCalls } from './csv-of-calls.js';
import { foldedOfCalls } from './folded-of-calls.js';
import { heapprofileOfCalls } from './heapprofile-of-calls.js';
import { pprofOfCalls } from './pprof-of-calls.js';
import { speedscopeOfCalls } from './speedscope-of-calls.js';

export interface ExportFacts {
  readonly name: string;
  readonly unit: 'bytes' | 'count';
  /** Bytes between two samples, where it is sampled. */
  readonly interval?: number;
}

const WRITERS = {
  heapprofile: heapprofileOfCalls,
  pprof: pprofOfCalls,
  speedscope: speedscopeOfCalls,
  folded: foldedOfCalls,
  csv: csvOfCalls,
} as const;

/**
 * A call tree for another tool, piece by piece: text, or bytes where the format is no text. Of a comparison `csv` has the
 * figures of both sides; `folded` two numbers a stack, the base's first; `speedscope` a profile of each; `pprof` the base's
 * samples below zero, labelled as its own comparisons are; `heapprofile`, which knows no less than nothing, what grew.
 */
export function callsAs(
  format: keyof typeof WRITERS,
  tree: CallTree,
  facts: ExportFacts,
): Iterable<string | Uint8Array> {
  return WRITERS[format](tree, facts);
}
