import { createStore } from 'zustand/vanilla';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SessionEvent } from '../../shared/api/recording.js';
import type { OpenSession, RecentFile } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { Keeper } from './layout.js';

export interface SessionsState {
  /** Those that the engine has open, live ones first. */
  readonly open: readonly OpenSession[];
  readonly recent: readonly RecentFile[];
  readonly current?: SessionId;
  /** Counts the changes to notes and kept filters, here or in another window: what is shown of one is asked for again. */
  readonly noted: number;
}

type OnEvent = (topic: string, listener: (value: unknown) => void) => () => void;

const NAME = 'leakscope.opened';
const MOST_OPENED = 30;
const AT_MOST_EVERY = 300;

/** Which sessions there are and which one the window shows. Asked again when the engine says that one changed. */
export function createSessions(services: LeakscopeApi, onEvent: OnEvent, keeper?: Keeper) {
  const store = createStore<SessionsState>(() => ({ open: [], recent: [], noted: 0 }));
  let asking: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let soon = false;

  const ask = async (): Promise<void> => {
    const open = await services.sessions.list();
    const sorted = [...open].sort((a, b) => Number(b.live) - Number(a.live));
    const { current } = store.getState();
    const gone = current !== undefined && !open.some(({ id }) => id === current);
    store.setState({ open: sorted, current: gone ? undefined : current });
  };
  const begin = (): Promise<void> => {
    next = undefined;
    asking = ask()
      .catch(() => undefined)
      .finally(() => {
        asking = undefined;
      });
    return asking;
  };
  /**
   * Resolves with an answer that was asked for after the call: what the caller has just changed is in it. One
   * question at a time; those that come while one runs become one more.
   */
  const refresh = (): Promise<void> => {
    if (!asking) return begin();
    next ??= asking.then(begin);
    return next;
  };
  const refreshSoon = (): void => {
    if (soon) return;
    soon = true;
    setTimeout(() => {
      soon = false;
      void refresh();
    }, AT_MOST_EVERY);
  };
  const note = (): void => store.setState(({ noted }) => ({ noted: noted + 1 }));
  onEvent('session', (value) => {
    const { session, changed } = value as SessionEvent;
    const known = store.getState().open.find(({ id }) => id === session);
    // A live session changes by itself; another when somebody does something to it, perhaps in another window.
    if (!known || known.live || changed) refreshSoon();
    if (changed) note();
  });
  return {
    store,
    refresh,
    async refreshRecent(): Promise<void> {
      const recent = await services.sessions.recent().catch(() => []);
      const elsewhere = opened(keeper).filter(({ path }) => !recent.some((one) => one.path === path));
      const all = [...recent, ...elsewhere].sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
      store.setState({ recent: all });
    },
    /** Files from other places than the data folder are offered again too. */
    remember({ path, name, fileSize, info }: OpenSession): void {
      const one: RecentFile = { path, name, size: fileSize, modifiedAt: new Date().toISOString() };
      const facts = {
        duration: info.duration,
        processes: info.targets.length,
        snapshots: info.snapshots.length,
      };
      const others = opened(keeper).filter((other) => other.path !== path);
      keeper?.setItem(NAME, JSON.stringify([{ ...one, ...facts }, ...others].slice(0, MOST_OPENED)));
    },
    show(current: SessionId | undefined): void {
      store.setState({ current });
    },
    /** Puts what the engine answered in the list at once. */
    adopt(session: OpenSession): void {
      const others = store.getState().open.filter(({ id }) => id !== session.id);
      store.setState({ open: [...others, session], current: session.id });
    },
    /** A note was written, or a filter kept. */
    note,
    async close(session: SessionId): Promise<void> {
      await services.sessions.close(session);
      await ask();
    },
  };
}

/** What was opened before; only what has the right shape. */
function opened(keeper: Keeper | undefined): readonly RecentFile[] {
  try {
    const value: unknown = JSON.parse(keeper?.getItem(NAME) ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter(
      (one): one is RecentFile =>
        typeof one?.path === 'string' &&
        typeof one.name === 'string' &&
        typeof one.size === 'number' &&
        typeof one.modifiedAt === 'string',
    );
  } catch {
    return [];
  }
}

export function currentSession({ open, current }: SessionsState): OpenSession | undefined {
  return open.find(({ id }) => id === current);
}
