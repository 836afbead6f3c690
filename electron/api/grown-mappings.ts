import { Failure } from '../../shared/base/failure.js';
import type { GrownMapping } from '../../shared/findings/evidence.js';
import type { Entry } from './session-entry.js';
import { sessionRegions } from './session-inventory.js';

const MOST = 6;
const LEAST_BYTES = 1e6;

/** Files and areas of a process whose resident bytes grew most; none where its mappings were not recorded twice. */
export function grownMappings(
  entry: Entry,
  target: number,
  { from, to }: { readonly from: number; readonly to: number },
): readonly GrownMapping[] {
  try {
    const { rows } = sessionRegions(entry, { target, from, to, by: 'name', page: { from: 0, count: MOST } });
    return rows.flatMap(({ kind, name, rss, delta }) =>
      delta && delta.rss >= LEAST_BYTES ? [{ kind, name, rss, delta: delta.rss, mapped: delta.size }] : [],
    );
  } catch (error) {
    if (error instanceof Failure && error.code === 'no-regions') return [];
    throw error;
  }
}
