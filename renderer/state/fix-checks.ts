import { createStore } from 'zustand/vanilla';
import type { FindingRemark, FixCheck } from '../../shared/api/findings.js';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SessionEvent } from '../../shared/api/recording.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Loadable } from './loadable.js';
import type { createSessions } from './sessions.js';
import type { createTasks } from './tasks.js';
import { troubleOf } from './trouble.js';

/** A finding that the user keeps something about, and the session that it was found in. */
export interface Kept {
  readonly session: SessionId;
  readonly remark: FindingRemark;
}

export interface FixChecksState {
  /** Of each open session, as far as they were read. */
  readonly remarks: ReadonlyMap<SessionId, readonly FindingRemark[]>;
  /** By `verdictKey`: whether what was pinned elsewhere is still there in a session. */
  readonly verdicts: ReadonlyMap<string, Loadable<FixCheck>>;
  /** The one that the overview is to tell of. */
  readonly chosen?: { readonly session: SessionId; readonly key: string };
}

interface FixCheckParts {
  readonly services: LeakscopeApi;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly tasks: ReturnType<typeof createTasks>;
  readonly onEvent: (topic: string, listener: (value: unknown) => void) => () => void;
}

/** What the user keeps about findings, and how it stands with them in other sessions. */
export function createFixChecks({ services, sessions, tasks, onEvent }: FixCheckParts) {
  const store = createStore<FixChecksState>(() => ({ remarks: new Map(), verdicts: new Map() }));
  const asked = new Set<SessionId>();
  let queue: Promise<void> = Promise.resolve();

  const put = (session: SessionId, remarks: readonly FindingRemark[]): void =>
    store.setState((was) => ({ remarks: new Map(was.remarks).set(session, remarks) }));
  const read = async (session: SessionId): Promise<void> => {
    asked.add(session);
    try {
      put(session, await services.findings.remarks(session));
    } catch {
      // Asked again when the list of sessions comes next.
      asked.delete(session);
    }
  };
  sessions.store.subscribe(({ open }) => {
    for (const { id } of open) if (!asked.has(id)) void read(id);
    for (const id of [...asked]) if (!open.some((one) => one.id === id)) asked.delete(id);
  });
  // Another window pinned or noted something.
  onEvent('session', (value) => {
    const { session, changed } = value as SessionEvent;
    if (changed && asked.has(session)) void read(session);
  });
  const ask = async ({ session, remark }: Kept, changed: OpenSession): Promise<void> => {
    const key = verdictKey({ session, remark }, changed);
    const set = (verdict: Loadable<FixCheck>): void =>
      store.setState((was) => ({ verdicts: new Map(was.verdicts).set(key, verdict) }));
    try {
      const options = { key: remark.key, ...(remark.query && { query: remark.query }) };
      set({ phase: 'ready', value: await services.findings.check(session, changed.id, options) });
    } catch (error) {
      const { message, remedy } = troubleOf(error);
      set({ phase: 'failed', message, remedy });
    }
  };
  return {
    store,
    choose: (chosen: FixChecksState['chosen']) => store.setState({ chosen }),
    /** Keeps what is said about a finding; a remark that says nothing is forgotten. */
    keep: (session: SessionId, remark: FindingRemark) =>
      tasks.run('Finding', async () => {
        await services.findings.remark(session, remark);
        await read(session);
      }),
    /** Compares a session with what was pinned in the others, one after the other; what is known is not asked again. */
    check(kept: readonly Kept[], changed: OpenSession): void {
      for (const one of kept) {
        const key = verdictKey(one, changed);
        const known = store.getState().verdicts.get(key);
        if (known && known.phase !== 'failed') continue;
        store.setState((was) => ({ verdicts: new Map(was.verdicts).set(key, { phase: 'loading' }) }));
        queue = queue.then(() => ask(one, changed));
      }
    },
  };
}

/** Another snapshot, or the end, makes another verdict. */
export const verdictKey = ({ session, remark }: Kept, { id, live, info }: OpenSession): string =>
  [session, remark.key, id, info.snapshots.length, live].join('\n');
