import { allocationTree } from '../../shared/analysis/allocations/allocation-tree.js';
import { unlabelledCalls } from '../../shared/analysis/allocations/unlabelled-calls.js';
import type { AllocationAnswer, AllocationQuery, AllocationRange } from '../../shared/api/sessions.js';
import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { type ChosenCalls, callParts, chosenCalls } from './session-calls.js';
import type { Entry } from './session-entry.js';

/** What was allocated in a time and is still there at its end, added up by calls. Throws a Failure where nothing was sampled. */
export async function sessionAllocations(
  engine: Pick<HeapEngine, 'callTree'>,
  entry: Entry,
  query: AllocationQuery,
  base?: Entry,
): Promise<AllocationAnswer> {
  const chosen = chosenCalls(entry, query, base);
  const { source } = chosen.self;
  return {
    ...allocationTree(
      unlabelledCalls(decodeCallTree(await engine.callTree(callParts(entry, chosen, base), query.steps))),
    ),
    ...rangeOf(chosen),
    ...{ interval: source.interval ?? 0, unit: source.unit },
  };
}

/** The same as columns for a fetch. */
export function bulkCalls(
  engine: Pick<HeapEngine, 'callTree'>,
  entry: Entry,
  query: AllocationQuery,
  base?: Entry,
): Promise<Uint8Array> {
  return engine.callTree(callParts(entry, chosenCalls(entry, query, base), base), query.steps);
}

export const allocationRange = (entry: Entry, query: AllocationQuery, base?: Entry): AllocationRange =>
  rangeOf(chosenCalls(entry, query, base));

const rangeOf = ({ self, base }: ChosenCalls): AllocationRange => ({
  ...self.range,
  ...(base ? { base: base.range } : {}),
});
