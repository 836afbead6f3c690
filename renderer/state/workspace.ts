import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import { createCallView } from './call-view.js';
import { createFixChecks } from './fix-checks.js';
import { createFound } from './found.js';
import { createHeapView } from './heap-view.js';
import { createLayout, type Keeper } from './layout.js';
import { createLive } from './live.js';
import { createOverlay } from './overlay.js';
import { createPlaces } from './places.js';
import { createPreflight } from './preflight.js';
import { createProcesses } from './processes.js';
import { createQueries } from './queries.js';
import { createRecordingCommands } from './recording.js';
import { createRepeat } from './repeat.js';
import { createSelection } from './selection.js';
import { createSessions, currentSession } from './sessions.js';
import { createSourcePlace } from './source-place.js';
import { createSpan } from './span.js';
import { createTasks } from './tasks.js';

type OnEvent = (topic: string, listener: (value: unknown) => void) => () => void;

/** Everything that one window keeps. Two windows, or two tests, never share one. */
export function createWorkspace(services: LeakscopeApi, onEvent: OnEvent, keeper: Keeper) {
  const processes = createProcesses(services);
  const sessions = createSessions(services, onEvent, keeper);
  const selection = createSelection();
  const span = createSpan();
  const live = createLive(services, onEvent);
  const layout = createLayout(keeper);
  const tasks = createTasks();
  const queries = createQueries(keeper);
  const heapView = createHeapView();
  const callView = createCallView();
  const sourcePlace = createSourcePlace(keeper);
  const places = createPlaces({ sessions, selection, span, layout, heapView });
  const preflight = createPreflight();
  const commands = createRecordingCommands({
    ...{ services, sessions, selection, layout, span, tasks, preflight },
  });
  const overlay = createOverlay();
  const found = createFound();
  const fixChecks = createFixChecks({ services, sessions, tasks, onEvent });
  const repeat = createRepeat({ services, sessions, layout, span, tasks, commands });
  sessions.store.subscribe((state) => {
    const session = currentSession(state);
    live.follow(session?.id, session?.live ?? false);
    if (session && selection.store.getState().target === undefined)
      selection.pointAtTarget(session.info.targets[0]?.id);
  });
  return {
    ...{ processes, sessions, selection, span, live, layout, tasks, queries, commands, preflight },
    ...{ places, heapView, callView, sourcePlace, fixChecks, repeat, overlay, found },
  };
}

export type Workspace = ReturnType<typeof createWorkspace>;

const Context = createContext<Workspace | undefined>(undefined);

export const WorkspaceProvider = Context.Provider;

export function useWorkspace(): Workspace {
  const workspace = useContext(Context);
  if (!workspace) throw new Error('no WorkspaceProvider above');
  return workspace;
}

/** Part of one of the workspace's stores; `pick` must answer the same object for the same state. */
export function usePart<State, Part>(
  { store }: { readonly store: StoreApi<State> },
  pick: (state: State) => Part,
): Part {
  return useStore(store, pick);
}

export function useCurrentSession(): OpenSession | undefined {
  const { sessions } = useWorkspace();
  return useStore(sessions.store, currentSession);
}
