import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { Pane } from '../state/layout.js';

/** What every pane is given; the range, the target and what else the user points at stand in the workspace. */
export interface PaneProps {
  readonly session: OpenSession;
}

/**
 * Panes that are loaded when they are opened first, one line each; what a pane says while it is empty is its own. The
 * module stands at `renderer/views/<name>/<name>-pane.tsx`:
 * `threads: lazy(() => import('../views/threads/threads-pane.js').then(({ ThreadsPane }) => ({ default: ThreadsPane })))`.
 */
export const lazyPanes: Partial<Readonly<Record<Pane, LazyExoticComponent<ComponentType<PaneProps>>>>> = {
  allocations: lazy(() =>
    import('./allocations-screen.js').then(({ AllocationsScreen }) => ({ default: AllocationsScreen })),
  ),
  source: lazy(() =>
    import('../views/source/source-pane.js').then(({ SourcePane }) => ({ default: SourcePane })),
  ),
  threads: lazy(() =>
    import('../views/threads/threads-pane.js').then(({ ThreadsPane }) => ({ default: ThreadsPane })),
  ),
  regions: lazy(() =>
    import('../views/regions/regions-pane.js').then(({ RegionsPane }) => ({ default: RegionsPane })),
  ),
  sql: lazy(() => import('../views/sql/sql-pane.js').then(({ SqlPane }) => ({ default: SqlPane }))),
};
