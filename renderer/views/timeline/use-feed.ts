import { useEffect, useMemo } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { type Engine, useEngine } from '../../connection/engine.js';
import { TimelineFeed } from './timeline-feed.js';

interface Kept {
  readonly feed: TimelineFeed;
  users: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** Folding and unfolding the timeline, or a look at another session, must not fetch everything again. */
const STAYS = 20_000;
const feeds = new WeakMap<Engine, Map<string, Kept>>();

/** The feed of a session: one for all who show it, kept a while after the last of them. */
export function useFeed(session: OpenSession): TimelineFeed;
export function useFeed(session: OpenSession | undefined): TimelineFeed | undefined;
export function useFeed(session: OpenSession | undefined): TimelineFeed | undefined {
  const engine = useEngine();
  const { id = '', live = false } = session ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: one feed a session; what changes in it goes by `know`
  const kept = useMemo(() => session && keptFeed(engine, session), [engine, id, live]);
  useEffect(() => {
    if (!kept) return;
    clearTimeout(kept.timer);
    kept.users++;
    return () => {
      if (--kept.users > 0) return;
      kept.timer = setTimeout(() => {
        kept.feed.dispose();
        feeds.get(engine)?.delete(keyOf(id, live));
      }, STAYS);
    };
  }, [engine, kept, id, live]);
  useEffect(() => {
    if (session) kept?.feed.know(session);
  }, [kept, session]);
  return kept?.feed;
}

/** A session that has ended is read anew: from then on it is complete. */
const keyOf = (id: string, live: boolean): string => `${id} ${live}`;

function keptFeed(engine: Engine, session: OpenSession): Kept {
  const all = feeds.get(engine) ?? new Map<string, Kept>();
  feeds.set(engine, all);
  const key = keyOf(session.id, session.live);
  const kept = all.get(key) ?? { feed: new TimelineFeed(engine, session), users: 0 };
  all.set(key, kept);
  return kept;
}
