import { createStore } from 'zustand/vanilla';
import type { SessionId } from '../../shared/base/brand.js';

export interface FoundState {
  /** Of each session that the overview was asked about: how many findings it showed last. */
  readonly counts: ReadonlyMap<SessionId, number>;
}

/** How much was found, for the names of the panes: what the overview shows, not a question of its own. */
export function createFound() {
  const store = createStore<FoundState>(() => ({ counts: new Map() }));
  return {
    store,
    /** Undefined while it is not known: what was known before stands. */
    tell(session: SessionId, count: number | undefined): void {
      const { counts } = store.getState();
      if (count === undefined || counts.get(session) === count) return;
      store.setState({ counts: new Map(counts).set(session, count) });
    },
  };
}
