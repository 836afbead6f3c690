import { useEffect, useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';

/** A pixel each, about. */
const POINTS = 28;
/** Of more processes only the first have a curve: each is a question. */
const MOST = 200;

/** The RSS of each process over the whole of a session that is not live, for the small curves. */
export function useCurves({ id, live, info }: OpenSession): ReadonlyMap<number, readonly number[]> {
  const engine = useEngine();
  const [curves, setCurves] = useState<ReadonlyMap<number, readonly number[]>>(() => new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is not live does not change
  useEffect(() => {
    setCurves(new Map());
    if (live || info.duration === 0) return;
    const controller = new AbortController();
    const found = new Map<number, readonly number[]>();
    const ask = async (): Promise<void> => {
      const asked = info.series.filter(({ name }) => name === 'rss').slice(0, MOST);
      for (const { target } of asked) {
        const query = { target, names: ['rss'], from: 0, to: info.duration, points: POINTS };
        // One that cannot be read has its number alone; the others are not waited for in vain.
        const [rss] = await engine.series(id, query, controller.signal).catch(() => []);
        if (controller.signal.aborted) return;
        if (rss) found.set(target, [...rss.max].filter(Number.isFinite));
      }
      setCurves(found);
    };
    void ask();
    return () => controller.abort();
  }, [engine, id, live]);
  return curves;
}
