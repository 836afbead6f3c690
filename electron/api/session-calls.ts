import type { AllocationQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import type { CallPart } from '../engine/allocation-parts.js';
import { storedSources } from './allocation-sources.js';
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
  // What is not named is the same source, in another session one of the same kind where it has one.
  const same = storedSources(base ?? entry).find(({ id }) => id === self.source.id);
  const named = baseTarget !== undefined || baseSource !== undefined;
  return {
    self,
    base: ofBase(() =>
      chosenReadings(base ?? entry, {
        target: named ? baseTarget : same?.target,
        source: named ? baseSource : same?.id,
        ...{ from: baseFrom, to: baseTo },
      }),
    ),
  };
}

/** What cannot be had of the base is not taken for a fault of what is shown. */
function ofBase(chosen: () => ChosenReadings): ChosenReadings {
  try {
    return chosen();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.code, `It cannot be compared: ${error.message}`, 'Compare with another one.');
  }
}

/** The same with their data, for the engine to add up. */
export function callParts(entry: Entry, { self, base }: ChosenCalls, baseEntry?: Entry): readonly CallPart[] {
  return [...partsOf(entry, self, 'self'), ...(base ? partsOf(baseEntry ?? entry, base, 'base') : [])];
}

function partsOf(
  entry: Entry,
  { read, less, after, until }: ChosenReadings,
  side: 'self' | 'base',
): readonly CallPart[] {
  const part = (artifact: number, sign: 1 | -1): CallPart => ({
    ...{ data: entry.artifact(artifact), side, sign },
    ...(sign === 1 ? { after, until } : { after: -Infinity, until: Infinity }),
  });
  return less ? [part(read.artifact, 1), part(less.artifact, -1)] : [part(read.artifact, 1)];
}
