import { createStore } from 'zustand/vanilla';
import type { Finding } from '../../shared/api/findings.js';
import type { RecentVerdict } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';

export interface FoundState {
  /** Of each session that the overview was asked about: what it said last of all of it. */
  readonly verdicts: ReadonlyMap<SessionId, RecentVerdict>;
}

/** What was found, for the names of panes and lists of sessions: what the overview shows, not a question of its own. */
export function createFound() {
  const store = createStore<FoundState>(() => ({ verdicts: new Map() }));
  return {
    store,
    /** Undefined while it is not known: what was known before stands. */
    tell(session: SessionId, findings: readonly Finding[] | undefined): void {
      if (!findings) return;
      const { severity, bytesPerSecond } = findings[0] ?? {};
      const verdict = { findings: findings.length, severity, bytesPerSecond };
      store.setState(({ verdicts }) => ({ verdicts: new Map(verdicts).set(session, verdict) }));
    },
  };
}
