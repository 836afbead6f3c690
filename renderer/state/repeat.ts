import { createStore } from 'zustand/vanilla';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import type { SessionId } from '../../shared/base/brand.js';
import type { SnapshotInfo } from '../../shared/model/session.js';
import type { createLayout } from './layout.js';
import type { createRecordingCommands } from './recording.js';
import { type createSessions, currentSession } from './sessions.js';
import type { createSpan } from './span.js';
import type { createTasks } from './tasks.js';

/** An action that the user does again and again between two snapshots, a mark each time. */
export interface Repeating {
  readonly session: SessionId;
  readonly target: number;
  /** What the action is called: the text of its marks. */
  readonly action: string;
  readonly times: number;
  readonly done: number;
  /** When the first snapshot was taken, ms since the session began. */
  readonly from: number;
}

interface RepeatParts {
  readonly services: LeakscopeApi;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly layout: ReturnType<typeof createLayout>;
  readonly span: ReturnType<typeof createSpan>;
  readonly tasks: ReturnType<typeof createTasks>;
  readonly commands: ReturnType<typeof createRecordingCommands>;
}

/** A number that little else comes in: what grew by a multiple of it was left by the action. */
export const REPEATS = 7;
/** Fewer prove nothing. */
export const LEAST_REPEATS = 3;

/** Snapshot, the action with a mark after each time, snapshot; then the range between them is looked at. */
export function createRepeat({ services, sessions, layout, span, tasks, commands }: RepeatParts) {
  const store = createStore<{ readonly now?: Repeating; readonly busy: boolean }>(() => ({ busy: false }));
  const current = (): OpenSession | undefined => currentSession(sessions.store.getState());
  const newest = (target: number): SnapshotInfo | undefined =>
    current()?.info.snapshots.findLast((one) => one.target === target && !one.partial);
  /** Undefined where none could be taken, which was said. */
  const taken = async (target: number, title: string): Promise<SnapshotInfo | undefined> => {
    const before = newest(target);
    await commands.takeSnapshot(target, title);
    const after = newest(target);
    return after?.id === before?.id ? undefined : after;
  };
  const alone = async (work: () => Promise<void>): Promise<void> => {
    if (store.getState().busy) return;
    store.setState({ busy: true });
    try {
      await work();
    } finally {
      store.setState({ busy: false });
    }
  };
  const end = async ({ target, from }: Repeating, title: string): Promise<void> => {
    const last = await taken(target, title);
    if (!last) return;
    store.setState({ now: undefined });
    span.select({ from, to: last.at });
    layout.openPane('overview');
  };
  return {
    store,
    begin: (target: number, action: string, times: number, title: string) =>
      alone(async () => {
        const session = current();
        const first = session && (await taken(target, title));
        if (first)
          store.setState({ now: { session: session.id, target, action, times, done: 0, from: first.at } });
      }),
    /** It was done once more; after the last time the second snapshot is taken. */
    once: (title: string) =>
      alone(async () => {
        const { now } = store.getState();
        if (!now) return;
        const marked = await tasks.run(now.action, async () => {
          await services.sessions.mark(now.session, now.action);
          await sessions.refresh();
          return true;
        });
        if (!marked) return;
        const next = { ...now, done: now.done + 1 };
        store.setState({ now: next });
        if (next.done >= next.times) await end(next, title);
      }),
    /** No more times: the second snapshot now. */
    finish: (title: string) =>
      alone(async () => {
        const { now } = store.getState();
        if (now) await end(now, title);
      }),
    cancel: () => store.setState({ now: undefined }),
  };
}
