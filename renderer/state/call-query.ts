import type { AllocationQuery, AllocationSource } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { CallBase, CallView } from './call-view.js';
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
    ...(base?.kind === 'session'
      ? {
          base: base.session,
          ...(base.source === undefined ? {} : { baseSource: base.source }),
          ...(base.at === undefined ? {} : { baseTo: base.at }),
        }
      : {}),
  };
}

/** What can be compared with: nothing where that session has been closed, or has become the one that is shown. */
export function standingBase(
  base: CallBase | undefined,
  shown: SessionId,
  open: readonly { readonly id: SessionId }[],
): CallBase | undefined {
  if (base?.kind !== 'session') return base;
  if (base.session === shown) return base.source === undefined ? undefined : base;
  return open.some(({ id }) => id === base.session) ? base : undefined;
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
