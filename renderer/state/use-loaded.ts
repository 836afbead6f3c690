import { useEffect, useState } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import { CallEnd } from '../../shared/base/call.js';
import { troubleOf } from './trouble.js';
import { isLost, RETRY } from './when-lost.js';

export type Loaded =
  | { readonly phase: 'loading'; readonly done?: number; readonly doing?: string; cancel(): void }
  | { readonly phase: 'ready' }
  | { readonly phase: 'failed'; readonly message: string; readonly remedy?: string; again(): void };

/** Brings snapshots into the engine, with progress and a way to stop. */
export function useLoaded(services: LeakscopeApi, ids: readonly (SnapshotId | undefined)[]): Loaded {
  const wanted = ids.filter((id) => id !== undefined);
  const key = wanted.join(' ');
  const [turn, setTurn] = useState(0);
  const [loaded, setLoaded] = useState<Loaded>({ phase: 'ready' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the list, the turn for one more try
  useEffect(() => {
    const controller = new AbortController();
    let current = true;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => controller.abort();
    setLoaded({ phase: 'loading', cancel });
    const again = (): void => setTurn((was) => was + 1);
    const load = async (): Promise<void> => {
      for (const [index, id] of wanted.entries())
        await services.sessions.load(
          id,
          new CallEnd(controller.signal, ({ done, phase }) => {
            if (!current) return;
            const share = done === undefined ? undefined : (index + done) / wanted.length;
            setLoaded({ phase: 'loading', done: share, doing: phase, cancel });
          }),
        );
    };
    load().then(
      () => current && setLoaded({ phase: 'ready' }),
      (error: unknown) => {
        if (!current) return;
        const trouble = troubleOf(error);
        const { message, remedy } = trouble;
        setLoaded({ phase: 'failed', message, remedy, again });
        if (isLost(trouble)) retry = setTimeout(again, RETRY);
      },
    );
    return () => {
      current = false;
      clearTimeout(retry);
    };
  }, [services, key, turn]);
  return loaded;
}
