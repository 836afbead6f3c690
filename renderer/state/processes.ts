import { createStore } from 'zustand/vanilla';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { ProcessRow } from '../../shared/api/processes.js';
import { type Trouble, troubleOf } from './trouble.js';

export interface ProcessesState {
  readonly rows: readonly ProcessRow[];
  /** False until the first list came. */
  readonly known: boolean;
  readonly trouble?: Trouble;
}

const EVERY = 2000;

/** The process table, asked for every two seconds while somebody watches. */
export function createProcesses(services: LeakscopeApi) {
  const store = createStore<ProcessesState>(() => ({ rows: [], known: false }));
  let watchers = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = async (): Promise<void> => {
    try {
      const rows = await services.processes.list();
      store.setState({ rows, known: true }, true);
    } catch (error) {
      store.setState({ trouble: troubleOf(error) });
    }
    if (watchers > 0) timer = setTimeout(ask, EVERY);
  };
  return {
    store,
    watch(): () => void {
      if (++watchers === 1) void ask();
      return () => {
        if (--watchers === 0) clearTimeout(timer);
      };
    },
  };
}
