import type { GrowingPath } from '../../model/heap-evidence.js';
import type { DiffRow, PathStep } from '../../model/snapshot-rows.js';

/** Rounds that make a chain. */
const LEAST_ROUNDS = 3;
/** A function's context holds the function before it: two steps a round. A node of a list in an object of its own: three. */
const LONGEST_ROUND = 4;
const LEAST_IN_CHAIN = 40;

/** So much of what is new must be links, if the chain is what holds it: a few timers before it are none. */
const LEAST_LINKS = 0.5;

/**
 * A list of objects that each hold the next, as they grow: no collection has them, its first link does. `rowOf`: of the
 * class of a step's object; undefined where that is not counted by itself.
 */
export function chainOf(
  { steps, retainedSize }: Pick<GrowingPath, 'steps' | 'retainedSize'>,
  held: DiffRow,
  rowOf: (step: PathStep) => DiffRow | undefined,
): Pick<GrowingPath, 'row' | 'count' | 'retainedSize' | 'steps' | 'container'> | undefined {
  if (held.addedCount < LEAST_IN_CHAIN || held.name.startsWith('(')) return undefined;
  const added = (step: PathStep): number => rowOf(step)?.addedCount ?? Number.POSITIVE_INFINITY;
  const links = (from: number, to: number): boolean =>
    steps.slice(from, to).some((step) => added(step) >= held.addedCount * LEAST_LINKS);
  const found = rounds(steps, links);
  if (!found) return undefined;
  const { first, length } = found;
  const row = linkOf(steps.slice(first, first + length), held, rowOf);
  const share = row.addedCount / Math.max(1, row.addedCount + row.survivedCount);
  return {
    row,
    count: row.addedCount,
    // A path to a link far from the first says nothing of those before it.
    retainedSize: Math.max(retainedSize * share, row.retainedDelta ?? 0),
    steps: steps.slice(0, first + length * (LEAST_ROUNDS - 1) + 1),
    container: {
      step: first,
      className: row.name,
      entries: row.addedCount + row.survivedCount,
      before: row.survivedCount + row.removedCount,
      chain: true,
    },
  };
}

/** What is held is not more than the links that hold it: the rarest class of a round has one in each. */
function linkOf(
  round: readonly PathStep[],
  held: DiffRow,
  rowOf: (step: PathStep) => DiffRow | undefined,
): DiffRow {
  const rows = round
    .map(rowOf)
    .filter(
      (row) => row !== undefined && row.addedCount >= LEAST_IN_CHAIN && !/^(system \/|\()/.test(row.name),
    );
  return rows.reduce<DiffRow>(
    (least, row) => (row && row.addedCount <= least.addedCount ? row : least),
    held,
  );
}

/** The first step from which the same classes follow by the same names, again and again. */
function rounds(
  steps: readonly PathStep[],
  links: (from: number, to: number) => boolean,
): { readonly first: number; readonly length: number } | undefined {
  for (let first = 2; first < steps.length; first++)
    for (let length = 1; length <= LONGEST_ROUND; length++)
      if (repeats(steps, first, length) && links(first, first + length)) return { first, length };
  return undefined;
}

/** The first link may be held by any name; from it on names count. */
function repeats(steps: readonly PathStep[], first: number, length: number): boolean {
  const last = first + length * (LEAST_ROUNDS - 1);
  if (last >= steps.length || steps[first].name.startsWith('(') || /^\[\d+\]$/.test(steps[first].edge))
    return false;
  for (let at = first + length; at <= last; at++) {
    const before = steps[at - length];
    if (before.name !== steps[at].name || (at - length > first && before.edge !== steps[at].edge))
      return false;
  }
  return true;
}
