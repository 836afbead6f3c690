import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { frameOfKey } from '../../../shared/analysis/allocations/function-key.js';
import type { CallMatches } from '../../../shared/analysis/allocations/search-calls.js';
import type { CallTree } from '../../../shared/model/call-tree.js';
import type { CallShape, FoundCalls, ShapedCalls } from '../../calls/call-jobs.js';
import { rowAt } from '../../calls/call-keys.js';
import type { Calls } from '../../calls/calls-of.js';
import { pageShaper } from '../../calls/page-shaper.js';
import type { CallView } from '../../state/call-view.js';
import { type Trouble, troubleOf } from '../../state/trouble.js';

export interface ShownCalls extends ShapedCalls {
  /** What they were made of, and how. */
  readonly tree: CallTree;
  readonly shape: CallShape;
  readonly order: CallView['order'];
  /** These are what was asked for last, not what is shown until that is worked out. */
  readonly settled: boolean;
  /** The text that the matches below are of. */
  readonly searched?: string;
  readonly matches?: CallMatches;
  readonly searchTrouble?: Trouble;
  /** Calls that the search found, the largest first; of calls in a found call the outer one. Rows of `calls`. */
  readonly found?: readonly number[];
  /** Row of `calls`. */
  readonly selected?: number;
  /** A frame of the selected call's function. */
  readonly frame?: number;
}

export interface ShownState {
  /** What was shown last stays while the next is worked out. */
  readonly shown?: ShownCalls;
  readonly trouble?: Trouble;
  /** From 0 to 1, while it is worked out. */
  readonly working?: number;
}

/** How far it is when the widest calls can be drawn. */
const EARLY = 0.8;

type Made = Pick<ShownCalls, 'tree' | 'shape' | 'order'> & ShapedCalls;

/** What was made last: a pane that comes back shows it at once. */
let lastMade: Made | undefined;

/** What there is to show of a tree, reshaped and searched beside the window's thread. `loading`: another is on its way. */
export function useShownCalls(tree: CallTree | undefined, view: CallView, loading = false): ShownState {
  const { steps, inverted, measure, selected, order } = view;
  // A table by thread or type is of these; another counts their bytes as those of calls.
  const labels = view.form === 'table' ? view.by === 'thread' || view.by === 'type' : view.labels;
  const shape = useMemo(
    (): CallShape => ({ steps, inverted, measure, ...(labels ? { labels } : {}) }),
    [steps, inverted, measure, labels],
  );
  const { made, trouble, working, current } = useMade(tree, shape, order);
  const settled = current && !loading;
  const { found, searched, searchTrouble } = useFound(made, useDeferredValue(view.search.trim()));
  const calls = made?.calls;
  const stepped = made?.upright.tree;
  const row = useMemo(
    () => (calls && selected ? rowAt(calls.tree, selected, true) : undefined),
    [calls, selected],
  );
  const frame = useMemo(() => {
    const key = selected?.at(-1);
    if (!stepped || key === undefined) return undefined;
    // A row says which line of the function it is.
    return row !== undefined && calls ? calls.tree.frame[row] : frameOfKey(stepped.frames, key);
  }, [stepped, selected, row, calls]);
  const shown = useMemo(
    () =>
      made && {
        ...{ ...made, settled },
        ...(searched === undefined ? {} : { searched }),
        ...(found ? { matches: found.matches, found: found.found } : {}),
        ...(searchTrouble ? { searchTrouble } : {}),
        ...(row === undefined ? {} : { selected: row }),
        ...(frame === undefined ? {} : { frame }),
      },
    [made, settled, found, searched, searchTrouble, row, frame],
  );
  return {
    ...(shown ? { shown } : {}),
    ...(trouble ? { trouble } : {}),
    ...(working === undefined ? {} : { working }),
  };
}

function useMade(
  tree: CallTree | undefined,
  shape: CallShape,
  order: CallView['order'],
): {
  readonly made?: Made;
  readonly trouble?: Trouble;
  readonly working?: number;
  readonly current: boolean;
} {
  const isOf = (one: Made | undefined): boolean =>
    one !== undefined &&
    one.tree === tree &&
    one.order === order &&
    JSON.stringify(one.shape) === JSON.stringify(shape);
  const [state, setState] = useState<{ made?: Made; trouble?: Trouble; working?: number }>(() =>
    isOf(lastMade) ? { made: lastMade } : {},
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was made last is looked at, not waited for
  useEffect(() => {
    if (!tree || isOf(state.made)) return;
    const gone = new AbortController();
    pageShaper()
      .shape(tree, shape, order, {
        signal: gone.signal,
        onProgress: (working) => !gone.signal.aborted && setState((was) => ({ ...was, working })),
        onEarly: (shaped) =>
          !gone.signal.aborted && setState({ made: { ...shaped, tree, shape, order }, working: EARLY }),
      })
      .then(
        (shaped) => {
          lastMade = { ...shaped, tree, shape, order };
          setState({ made: lastMade });
        },
        (error: unknown) => !gone.signal.aborted && setState({ trouble: troubleOf(error) }),
      );
    return () => gone.abort();
  }, [tree, shape, order]);
  return { ...state, current: isOf(state.made) };
}

function useFound(
  made: Made | undefined,
  search: string,
): { readonly found?: FoundCalls; readonly searched?: string; readonly searchTrouble?: Trouble } {
  const { calls, tree, shape } = made ?? {};
  const [state, setState] = useState<{
    readonly of?: Calls;
    readonly searched?: string;
    readonly found?: FoundCalls;
    readonly searchTrouble?: Trouble;
  }>({});
  useEffect(() => {
    if (!calls || !tree || !shape || !search) return setState({});
    const gone = new AbortController();
    pageShaper()
      .search(tree, shape, search, { signal: gone.signal })
      .then(
        (found) => setState({ of: calls, searched: search, found }),
        (error: unknown) =>
          !gone.signal.aborted && setState({ of: calls, searched: search, searchTrouble: troubleOf(error) }),
      );
    return () => gone.abort();
  }, [calls, tree, shape, search]);
  // Rows of other calls are others.
  return state.of === calls ? state : {};
}
