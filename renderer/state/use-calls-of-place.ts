import { useMemo } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { callQuery, sourceOf, standingBase } from './call-query.js';
import { isEstimated } from './is-estimated.js';
import { useAllocationSources } from './use-allocation-sources.js';
import { type FetchCalls, useCallTree } from './use-call-tree.js';
import { usePart, useWorkspace } from './workspace.js';

/** The calls that the allocations pane shows, for whoever needs their figures: the same question, asked once. */
export function useCallsOfPlace(
  services: LeakscopeApi,
  fetch: FetchCalls,
  session: OpenSession,
): {
  readonly tree?: CallTree;
  /** What is allocated is not known yet. */
  readonly waiting: boolean;
  readonly measure: 'bytes' | 'count';
  /** What the line of a frame is. */
  readonly lines?: 'call' | 'function';
  /** The figures are worked out from samples. */
  readonly estimated: boolean;
} {
  const { callView, selection, sessions, span, sourcePlace } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const wanted = usePart(sourcePlace, (state) => state.place?.target);
  const { source: chosen, scope, base: wantedBase, measure } = usePart(callView, (state) => state);
  const open = usePart(sessions, (state) => state.open);
  const base = standingBase(wantedBase, session.id, open);
  const range = usePart(span, (state) => state.range);
  const { sources, trouble } = useAllocationSources(services, session);
  const source = useMemo(
    () => sources && sourceOf(sources, chosen, wanted ?? target),
    [sources, chosen, wanted, target],
  );
  const query = useMemo(
    () => source && callQuery(source, { scope, base }, range),
    [source, scope, base, range],
  );
  const { tree, loading } = useCallTree(fetch, session.id, query);
  const waiting = (sources === undefined && !trouble) || (query !== undefined && loading);
  return {
    ...{ tree, waiting, measure: source?.unit === 'count' ? 'count' : measure, lines: source?.lines },
    estimated: source !== undefined && isEstimated(source),
  };
}
