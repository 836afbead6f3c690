import { useDeferredValue, useMemo } from 'react';
import { frameGroups } from '../../../shared/analysis/allocations/frame-groups.js';
import { type CallMatches, searchCalls } from '../../../shared/analysis/allocations/search-calls.js';
import { textMatch } from '../../../shared/analysis/text-match.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { CallView } from '../../state/call-view.js';
import { type Trouble, troubleOf } from '../../state/trouble.js';
import { type Calls, callsOf } from './call-figures.js';
import { functionKey, rowAt } from './call-keys.js';
import { fromLeaf, steppedCalls } from './shaped-calls.js';

export interface ShownCalls {
  /** After the steps, callers first. */
  readonly upright: Calls;
  /** What the picture draws: the same, or from the leaf. */
  readonly calls: Calls;
  readonly matches?: CallMatches;
  readonly searchTrouble?: Trouble;
  /** Calls that the search found, the largest first; of calls in a found call the outer one. Rows of `calls`. */
  readonly found?: readonly number[];
  /** Row of `calls`. */
  readonly selected?: number;
  /** A frame of the selected call's function. */
  readonly frame?: number;
}

/** What there is to show of a tree: each part is worked out again only where what it hangs on has changed. */
export function useShownCalls(tree: CallTree | undefined, view: CallView): ShownCalls | undefined {
  const { steps, inverted, measure, selected } = view;
  const search = useDeferredValue(view.search.trim());
  const stepped = useMemo(() => tree && steppedCalls(tree, steps), [tree, steps]);
  const upright = useMemo(() => stepped && callsOf(stepped, measure), [stepped, measure]);
  const calls = useMemo(
    () => (inverted && stepped ? callsOf(fromLeaf(stepped), measure) : upright),
    [inverted, stepped, measure, upright],
  );
  const found = useMemo((): Pick<ShownCalls, 'matches' | 'searchTrouble'> => {
    if (!search || !stepped) return {};
    try {
      const test = textMatch(search);
      return { matches: searchCalls(stepped, (name, file) => test(name) || test(file), measure) };
    } catch (error) {
      return { searchTrouble: troubleOf(error) };
    }
  }, [search, stepped, measure]);
  const { matches } = found;
  const rows = useMemo(
    () => (matches && calls ? foundCalls(calls, matches.frames) : undefined),
    [matches, calls],
  );
  const row = useMemo(
    () => (calls && selected ? rowAt(calls.tree, selected, true) : undefined),
    [calls, selected],
  );
  const frame = useMemo(() => {
    const key = selected?.at(-1);
    if (!stepped || key === undefined) return undefined;
    const { frame: stands } = frameGroups(stepped.frames, 'function');
    const known = stands.find((at) => functionKey(stepped.frames, at) === key);
    // A row says which line of the function it is.
    return row !== undefined && calls ? calls.tree.frame[row] : known;
  }, [stepped, selected, row, calls]);
  if (!upright || !calls) return undefined;
  return {
    ...{ upright, calls, ...found },
    ...(rows ? { found: rows } : {}),
    ...(row === undefined ? {} : { selected: row }),
    ...(frame === undefined ? {} : { frame }),
  };
}

/** More are not stepped through one by one. */
const MOST_FOUND = 1000;

function foundCalls({ tree, width }: Calls, frames: Uint8Array): readonly number[] {
  const { parent, frame, length } = tree;
  const inside = new Uint8Array(length);
  const rows: number[] = [];
  for (let row = 0; row < length; row++) {
    const within = parent[row] >= 0 && inside[parent[row]] === 1;
    const here = frames[frame[row]] === 1;
    if (here && !within && width[row] > 0) rows.push(row);
    inside[row] = here || within ? 1 : 0;
  }
  return rows.sort((a, b) => width[b] - width[a] || a - b).slice(0, MOST_FOUND);
}
