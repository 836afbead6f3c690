import { createStore } from 'zustand/vanilla';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { AttachmentState, Overhead, SampleEvent, SessionEvent } from '../../shared/api/recording.js';
import type { SessionId } from '../../shared/base/brand.js';

/** The newest number of every series of one target, and its RSS of the last minutes. */
export interface LiveTarget {
  readonly last: Readonly<Record<string, number>>;
  readonly curve: readonly number[];
}

export interface LiveState {
  readonly session?: SessionId;
  readonly targets: ReadonlyMap<number, LiveTarget>;
  readonly overhead?: Overhead;
  readonly attachments: readonly AttachmentState[];
}

type OnEvent = (topic: string, listener: (value: unknown) => void) => () => void;

const CURVE = 120;
const CURVE_STEP = 1000;
const PUBLISH_EVERY = 250;

/** What the live session says now: a few numbers a target, never the samples themselves. */
export function createLive(services: LeakscopeApi, onEvent: OnEvent) {
  const store = createStore<LiveState>(() => ({ targets: new Map(), attachments: [] }));
  let followed: SessionId | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const building = new Map<number, { last: Record<string, number>; curve: number[]; curveAt: number }>();

  const publish = (): void => {
    timer = undefined;
    const targets = new Map<number, LiveTarget>();
    for (const [target, { last, curve }] of building)
      targets.set(target, { last: { ...last }, curve: [...curve] });
    store.setState({ targets });
  };
  onEvent('samples', (value) => {
    const { session, target, time, series } = value as SampleEvent;
    if (session !== followed) return;
    let entry = building.get(target);
    if (!entry) {
      entry = { last: {}, curve: [], curveAt: Number.NEGATIVE_INFINITY };
      building.set(target, entry);
    }
    for (const [name, column] of Object.entries(series)) {
      const newest = column.findLast((number) => number !== null);
      if (typeof newest === 'number') entry.last[name] = newest;
    }
    const now = time.at(-1) ?? 0;
    const { rss } = entry.last;
    if (rss !== undefined && now - entry.curveAt >= CURVE_STEP) {
      entry.curveAt = now;
      if (entry.curve.push(rss) > CURVE) entry.curve.shift();
    }
    timer ??= setTimeout(publish, PUBLISH_EVERY);
  });
  const askAttachments = async (session: SessionId): Promise<void> => {
    try {
      const attachments = await services.recording.attachments(session);
      if (followed === session) store.setState({ attachments });
    } catch {
      if (followed === session) store.setState({ attachments: [] });
    }
  };
  onEvent('session', (value) => {
    const { session, overhead } = value as SessionEvent;
    if (session !== followed) return;
    if (overhead) store.setState({ overhead });
    void askAttachments(session);
  });
  return {
    store,
    follow(session: SessionId | undefined, isLive: boolean): void {
      if (followed === session) return;
      followed = session;
      building.clear();
      clearTimeout(timer);
      timer = undefined;
      store.setState({ session, targets: new Map(), attachments: [], overhead: undefined }, true);
      if (session && isLive) void askAttachments(session);
    },
  };
}
