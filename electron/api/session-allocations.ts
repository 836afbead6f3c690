import { allocationTree } from '../../shared/analysis/allocations/allocation-tree.js';
import type { AllocationAnswer, AllocationQuery, AllocationRange } from '../../shared/api/sessions.js';
import { encodeCallTree } from '../../shared/format/call-tree-columns.js';
import { type ChosenCalls, chosenCalls, sessionCalls } from './session-calls.js';
import type { Entry } from './session-entry.js';

/** What was allocated in a time and is still there at its end, added up by calls. Throws a Failure where nothing was sampled. */
export function sessionAllocations(entry: Entry, query: AllocationQuery, base?: Entry): AllocationAnswer {
  const chosen = chosenCalls(entry, query, base);
  const { self } = chosen;
  return {
    ...allocationTree(sessionCalls(entry, chosen, base)),
    ...rangeOf(chosen),
    ...{ interval: self.source.interval ?? 0, unit: self.source.unit },
  };
}

/** The same as columns for a fetch. */
export function bulkCalls(entry: Entry, query: AllocationQuery, base?: Entry): Uint8Array {
  return encodeCallTree(sessionCalls(entry, chosenCalls(entry, query, base), base));
}

export const allocationRange = (entry: Entry, query: AllocationQuery, base?: Entry): AllocationRange =>
  rangeOf(chosenCalls(entry, query, base));

const rangeOf = ({ self, base }: ChosenCalls): AllocationRange => ({
  ...self.range,
  ...(base ? { base: base.range } : {}),
});
