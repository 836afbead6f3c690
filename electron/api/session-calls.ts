import { AllocationsByCall } from '../../shared/analysis/allocations/allocations-by-call.js';
import { sampledAllocations } from '../../shared/analysis/allocations/sampled-allocations.js';
import type { AllocationQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { SamplingProfile } from '../../shared/model/sampling-profile.js';
import type { Reading } from './allocation-sources.js';
import { type ChosenReadings, chosenReadings } from './chosen-readings.js';
import type { Entry } from './session-entry.js';

export interface ChosenCalls {
  readonly self: ChosenReadings;
  readonly base?: ChosenReadings;
}

/** The readings for both sides of a query; `base` is the session to compare with, the same one or another. */
export function chosenCalls(entry: Entry, query: AllocationQuery, base: Entry | undefined): ChosenCalls {
  const { baseTarget, baseSource, baseFrom, baseTo } = query;
  const within = [baseTarget, baseSource, baseFrom, baseTo].some((value) => value !== undefined);
  const self = chosenReadings(entry, query);
  if (!base && !within) return { self };
  // Another part of the same session is that of the same source, unless another is named.
  const same = base === undefined || base === entry ? self.source : undefined;
  return {
    self,
    base: chosenReadings(base ?? entry, {
      target: baseTarget ?? same?.target,
      source: baseSource ?? (baseTarget === undefined ? same?.id : undefined),
      ...{ from: baseFrom, to: baseTo },
    }),
  };
}

/** Adds up what was chosen. Throws a Failure for damaged profiles. */
export function sessionCalls(entry: Entry, { self, base }: ChosenCalls, baseEntry?: Entry): CallTree {
  const builder = new AllocationsByCall();
  builder.add(tableOf(entry, self.read), { after: self.after });
  if (self.less) builder.add(tableOf(entry, self.less), { sign: -1 });
  if (!base) return builder.tree();
  const from = baseEntry ?? entry;
  builder.add(tableOf(from, base.read), { side: 'base', after: base.after });
  if (base.less) builder.add(tableOf(from, base.less), { side: 'base', sign: -1 });
  return builder.tree();
}

function tableOf(entry: Entry, { artifact }: Reading): AllocationTable {
  try {
    const profile = JSON.parse(new TextDecoder().decode(entry.artifact(artifact))) as SamplingProfile;
    return sampledAllocations(profile);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('damaged', 'The allocation profile cannot be read.', 'Choose another time.');
  }
}
