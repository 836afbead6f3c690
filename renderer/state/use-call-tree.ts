import { useEffect, useState } from 'react';
import type { AllocationQuery } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { type Trouble, troubleOf } from './trouble.js';

export type FetchCalls = (
  session: SessionId,
  query: AllocationQuery,
  signal?: AbortSignal,
) => Promise<CallTree>;

export interface CallTreeState {
  /** The last that came: it stays while the next is on its way. */
  readonly tree?: CallTree;
  readonly trouble?: Trouble;
  readonly loading: boolean;
  again(): void;
}

/** A brush that is dragged asks when it rests. */
const RESTS = 120;

/** Two panes ask for the same calls: the newest answers are kept, by the function that fetched them. */
const kept = new WeakMap<FetchCalls, Map<string, CallTree>>();
const MOST_KEPT = 3;

/** The calls of a query, fetched as columns. `query` undefined: nothing is asked. */
export function useCallTree(
  fetch: FetchCalls,
  session: SessionId,
  query: AllocationQuery | undefined,
): CallTreeState {
  const key = query && `${session} ${JSON.stringify(query)}`;
  const [state, setState] = useState<{ readonly key?: string; tree?: CallTree; trouble?: Trouble }>({});
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the query, the turn for one more try
  useEffect(() => {
    if (!query || !key) return;
    const known = kept.get(fetch)?.get(key);
    if (known) {
      setState({ key, tree: known });
      return;
    }
    const controller = new AbortController();
    const timer = setTimeout(() => {
      fetch(session, query, controller.signal).then(
        (tree) => {
          keep(fetch, key, tree);
          setState({ key, tree });
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setState({ key, trouble: troubleOf(error) });
        },
      );
    }, RESTS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [fetch, session, key, turn]);
  return { ...state, loading: state.key !== key, again: () => setTurn((was) => was + 1) };
}

function keep(fetch: FetchCalls, key: string, tree: CallTree): void {
  const trees = kept.get(fetch) ?? new Map<string, CallTree>();
  kept.set(fetch, trees.set(key, tree));
  for (const old of trees.keys()) {
    if (trees.size <= MOST_KEPT) break;
    trees.delete(old);
  }
}
