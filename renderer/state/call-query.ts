import type { AllocationQuery, AllocationSource } from '../../shared/api/sessions.js';
import type { CallView } from './call-view.js';
import type { Range } from './span.js';

/** What to ask for: the source, the range that the timeline has selected, and what to compare with. */
export function callQuery(
  source: AllocationSource,
  { scope, base }: Pick<CallView, 'scope' | 'base'>,
  range: Range | undefined,
): AllocationQuery {
  const { id, target, to, times } = source;
  const ranged = range && source.range !== 'none';
  // A comparison is of what is alive at two moments: the range then says which.
  const only = ranged && scope === 'range' && !base;
  return {
    ...{ target, source: id },
    ...(only ? { from: range.from } : {}),
    // The end is named: a reading that comes in makes another question.
    to: ranged ? range.to : to,
    ...(base?.kind === 'start' ? { baseTo: ranged ? range.from : (times[0] ?? 0) } : {}),
    ...(base?.kind === 'time' ? { baseTo: base.at } : {}),
    ...(base?.kind === 'session' ? { base: base.session } : {}),
  };
}

/** The source to show: the chosen one, else the first of the target, else the first. */
export function sourceOf(
  sources: readonly AllocationSource[],
  chosen: string | undefined,
  target: number | undefined,
): AllocationSource | undefined {
  return (
    sources.find(({ id }) => id === chosen) ??
    sources.find((source) => source.target === target) ??
    sources[0]
  );
}
