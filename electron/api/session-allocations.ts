import { AllocationTreeBuilder } from '../../shared/analysis/allocations/allocation-tree.js';
import { sampledAllocations } from '../../shared/analysis/allocations/sampled-allocations.js';
import type { AllocationAnswer, AllocationQuery } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import type { SamplingProfile } from '../../shared/model/sampling-profile.js';
import type { ArtifactInfo } from '../store/session-store.js';
import type { Entry } from './session-entry.js';

/** What was allocated in a time and is still there at its end, added up by calls. Throws a Failure where nothing was sampled. */
export function sessionAllocations(
  entry: Entry,
  { target, from, to }: Omit<AllocationQuery, 'base'>,
  base?: Entry,
): AllocationAnswer {
  const found = profileAt(entry, target, to);
  // Two samplings of one target count apart: only profiles of this one tell what is older.
  const before =
    from === undefined
      ? undefined
      : found.siblings.findLast(({ at, facts }) => at <= from && facts.since === found.facts.since);
  const builder = new AllocationTreeBuilder().add(tableOf(entry, found), {
    after: before?.facts.newest ?? 0,
  });
  if (base) builder.add(tableOf(base, profileAt(base, undefined, undefined)), { sign: -1 });
  return {
    ...builder.tree(),
    target: found.target,
    from: before?.at ?? found.facts.since,
    to: found.at,
    interval: found.facts.interval,
  };
}

interface Profile {
  readonly id: number;
  readonly target: number;
  readonly at: number;
  readonly facts: { readonly since: number; readonly newest: number; readonly interval: number };
}

/** The last profile at or before a time, else the first after it; with all of its target. */
function profileAt(
  entry: Entry,
  wanted: number | undefined,
  time: number | undefined,
): Profile & { readonly siblings: readonly Profile[] } {
  const all = entry.artifacts({ kind: 'heapprofile' }).map(profileOf);
  const target = wanted ?? all[0]?.target;
  const siblings = all.filter((profile) => profile.target === target);
  const found =
    (time === undefined ? siblings.at(-1) : siblings.findLast(({ at }) => at <= time)) ?? siblings[0];
  if (!found)
    throw new Failure(
      'no-allocations',
      wanted === undefined
        ? 'No allocations were sampled in this session.'
        : `No allocations of target ${wanted} were sampled.`,
      'Record with --allocations.',
    );
  return { ...found, siblings };
}

function profileOf({ id, target = 1, at, meta }: ArtifactInfo): Profile {
  const said = (typeof meta === 'object' && meta !== null ? meta : {}) as Record<string, unknown>;
  const number = (name: string): number => (Number.isFinite(said[name]) ? Number(said[name]) : 0);
  const facts = { since: number('since'), newest: number('newest'), interval: number('interval') };
  return { id, target, at, facts };
}

function tableOf(entry: Entry, { id }: Profile): AllocationTable {
  try {
    const profile = JSON.parse(new TextDecoder().decode(entry.artifact(id))) as SamplingProfile;
    return sampledAllocations(profile);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('damaged', 'The allocation profile cannot be read.', 'Choose another time.');
  }
}
