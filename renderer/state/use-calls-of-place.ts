import { useMemo } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { callQuery, sourceOf } from './call-query.js';
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
  readonly measure: 'bytes' | 'count';
  /** What the line of a frame is. */
  readonly lines?: 'call' | 'function';
} {
  const { callView, selection, span, sourcePlace } = useWorkspace();
  const target = usePart(selection, (state) => state.target);
  const wanted = usePart(sourcePlace, (state) => state.place?.target);
  const { source: chosen, scope, base, measure } = usePart(callView, (state) => state);
  const range = usePart(span, (state) => state.range);
  const { sources } = useAllocationSources(services, session);
  const source = useMemo(
    () => sources && sourceOf(sources, chosen, wanted ?? target),
    [sources, chosen, wanted, target],
  );
  const query = useMemo(
    () => source && callQuery(source, { scope, base }, range),
    [source, scope, base, range],
  );
  const { tree } = useCallTree(fetch, session.id, query);
  return { tree, measure: source?.unit === 'count' ? 'count' : measure, lines: source?.lines };
}
