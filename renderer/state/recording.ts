import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { LaunchOptions } from '../../shared/api/recording.js';
import type { ExportOptions, OpenSession } from '../../shared/api/sessions.js';
import { type SessionId, snapshotId } from '../../shared/base/brand.js';
import { sizeText, timeText } from '../../shared/base/quantity.js';
import type { CaptureCost, CaptureEstimate } from '../../shared/model/preflight.js';
import type { createLayout } from './layout.js';
import type { createPreflight } from './preflight.js';
import { readableTarget } from './readable-target.js';
import type { createSelection } from './selection.js';
import { type createSessions, currentSession } from './sessions.js';
import type { createSpan } from './span.js';
import type { createTasks } from './tasks.js';

export interface RecordingParts {
  readonly services: LeakscopeApi;
  readonly sessions: ReturnType<typeof createSessions>;
  readonly selection: ReturnType<typeof createSelection>;
  readonly layout: ReturnType<typeof createLayout>;
  readonly span: ReturnType<typeof createSpan>;
  readonly tasks: ReturnType<typeof createTasks>;
  readonly preflight: ReturnType<typeof createPreflight>;
}

/** Ten samples a second. */
const INTERVAL = 100;

/** What the user does with targets and sessions; each says by itself what went wrong. */
export function createRecordingCommands({
  services,
  sessions,
  selection,
  layout,
  span,
  tasks,
  preflight,
}: RecordingParts) {
  const current = (): OpenSession | undefined => currentSession(sessions.store.getState());
  const show = (session: SessionId): void => {
    const isNew = session !== sessions.store.getState().current;
    sessions.show(session);
    if (isNew) {
      selection.clear();
      span.reset(true);
    }
    const opened = current();
    if (isNew && opened) chooseFirst(opened);
    layout.show('session');
  };
  /** A session that opens points at its first target and compares its last two snapshots. */
  const chooseFirst = ({ id, info, live }: OpenSession): void => {
    selection.pointAtTarget(info.targets[0]?.id);
    if (!live) span.look(undefined, false);
    const last = info.snapshots.at(-1);
    if (!last) return;
    const before = info.snapshots.findLast((other) => other.target === last.target && other.id !== last.id);
    selection.pointAtTarget(last.target);
    selection.compare(before && snapshotId(`${id}/${before.id}`), snapshotId(`${id}/${last.id}`));
  };
  const begun = async (start: Promise<SessionId>): Promise<void> => {
    const session = await start;
    await sessions.refresh();
    show(session);
  };
  const takeSnapshot = (target: number, title: string, estimate?: CaptureEstimate): Promise<void> =>
    tasks.run(title, async (call) => {
      const session = current();
      if (!session) return;
      const { snapshot, cost } = await (estimate?.method === 'in-process'
        ? services.recording.snapshotAs(session.id, target, { inProcess: true }, call)
        : services.recording.snapshot(session.id, target, call));
      await sessions.refresh();
      tasks.say({
        kind: 'done',
        message: snapshotTaken(snapshot.bytes, cost, estimate),
      });
      const id = snapshotId(`${session.id}/${snapshot.id}`);
      const before = (current()?.info.snapshots ?? []).findLast(
        (other) => other.target === target && other.id !== snapshot.id && other.at <= snapshot.at,
      );
      selection.pointAtTarget(target);
      selection.compare(before && snapshotId(`${session.id}/${before.id}`), id);
    });
  const attachTo = async (pids: readonly number[], tree: boolean): Promise<void> => {
    const session = current();
    if (!session?.live) return begun(services.recording.start({ pids, tree, interval: INTERVAL }));
    for (const pid of pids) await services.recording.attach(session.id, pid);
    await sessions.refresh();
    layout.show('session');
  };
  return {
    show,
    /** Begins to record `pids`, or adds them to the live session on show. */
    attach: (pids: readonly number[], tree: boolean, title: string) =>
      tasks.run(title, () => attachTo(pids, tree)),
    /** The same, and the first snapshot as soon as the heap of `pid` can be read; `estimate` is what the user has seen of it. */
    attachAndSnapshot: async (
      pid: number,
      tree: boolean,
      titles: { readonly attach: string; readonly snapshot: string },
      estimate: CaptureEstimate,
    ): Promise<void> => {
      const target = await tasks.run(titles.attach, async () => {
        await attachTo([pid], tree);
        const session = current();
        return session && readableTarget(services.recording, session.id, pid);
      });
      if (target !== undefined) await takeSnapshot(target, titles.snapshot, estimate);
    },
    /** Begins to record what is debugged behind an address. A running session takes processes by their PID alone. */
    attachAddress: (address: string, title: string) =>
      tasks.run(title, () =>
        begun(services.recording.start({ pids: [], addresses: [address], tree: false, interval: INTERVAL })),
      ),
    launch: (options: Omit<LaunchOptions, 'tree' | 'interval'>, title: string) =>
      tasks.run(title, () =>
        begun(services.recording.launch({ ...options, tree: true, interval: INTERVAL })),
      ),
    /** Opens a file; the path of a dropped one is known after a moment. */
    open: (given: string | (() => Promise<string>), title: string) =>
      tasks.run(title, async (call) => {
        const path = typeof given === 'string' ? given : await given();
        const session = await services.sessions.open(path, call);
        sessions.remember(session);
        const isNew = session.id !== sessions.store.getState().current;
        sessions.adopt(session);
        if (isNew) {
          selection.clear();
          span.reset(session.live);
          chooseFirst(session);
        }
        layout.show('session');
      }),
    stop: (title: string) =>
      tasks.run(title, async () => {
        const session = current();
        if (!session?.live) return;
        await services.recording.stop(session.id);
        await sessions.refresh();
      }),
    /** Takes a snapshot, or asks before one that costs something: `takeSnapshot` is the yes. */
    snapshot: async (target: number, title: string): Promise<void> => {
      const session = current();
      if (!session) return;
      // Where nothing can be estimated the snapshot itself says what is wrong.
      const estimate = await services.recording.estimate(session.id, target).catch(() => undefined);
      if (estimate && preflight.ask({ session: session.id, target, title, estimate }))
        layout.openSheet('preflight');
      else await takeSnapshot(target, title, estimate);
    },
    takeSnapshot,
    collect: (target: number, title: string) =>
      tasks.run(title, async () => {
        const session = current();
        if (session) await services.recording.collectGarbage(session.id, target);
      }),
    detach: (target: number, title: string) =>
      tasks.run(title, async () => {
        const session = current();
        if (session) await services.recording.detach(session.id, target);
      }),
    mark: (text: string, at?: number) =>
      tasks.run('Mark', async () => {
        const session = current();
        if (!session) return;
        // Without a time the argument is left out: JSON has no undefined.
        await (at === undefined
          ? services.sessions.mark(session.id, text)
          : services.sessions.mark(session.id, text, at));
        await sessions.refresh();
      }),
    exportAs: (options: ExportOptions, title: string) =>
      tasks.run(title, async (call) => {
        const session = current();
        if (!session) return;
        await services.sessions.export(session.id, options, call);
        tasks.say({ kind: 'done', message: `Written to ${options.path}.` });
      }),
    rename: (name: string) =>
      tasks.run('Rename', async () => {
        const session = current();
        if (!session) return;
        sessions.adopt(await services.sessions.rename(session.id, name));
      }),
    setNote: (session: SessionId, text: string) =>
      tasks.run('Note', async () => {
        await services.sessions.setNote(session, text);
        sessions.note();
      }),
    savePart: (path: string, title: string) =>
      tasks.run(title, async () => {
        const session = current();
        const { range } = span.store.getState();
        if (!session || !range) return;
        await services.sessions.saveCopy(session.id, path, range);
        tasks.say({ kind: 'done', message: `Saved as ${path}.` });
      }),
    saveCopy: (path: string, title: string) =>
      tasks.run(title, async () => {
        const session = current();
        if (!session) return;
        await services.sessions.saveCopy(session.id, path);
        tasks.say({ kind: 'done', message: `Saved as ${path}.` });
      }),
    close: (session: SessionId) =>
      tasks.run('Close', async () => {
        await sessions.close(session);
        if (!current()) layout.show('attach');
      }),
  };
}

/** What a snapshot did cost, beside what was estimated. */
export function snapshotTaken(
  bytes: number,
  { pause, extraMemory }: CaptureCost,
  estimate: CaptureEstimate | undefined,
): string {
  const about = (text: (of: CaptureEstimate) => string): string =>
    estimate ? ` (estimated ${text(estimate)})` : '';
  const facts = [
    `${sizeText(bytes)}${about(({ fileSize }) => sizeText(fileSize))}`,
    `the program stood still for ${timeText(pause)}${about((of) => timeText(of.pause))}`,
    ...(extraMemory === undefined
      ? []
      : [`${sizeText(extraMemory)} more memory${about((of) => sizeText(of.extraMemory))}`]),
  ];
  return `Snapshot taken: ${facts.join('; ')}.`;
}
