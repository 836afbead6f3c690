import { useEffect, useState } from 'react';
import type { Loadable } from './loadable.js';
import { troubleOf } from './trouble.js';
import { isLost, RETRY } from './when-lost.js';

/** One answer of the engine, nothing of the one before while it comes; a way that is lost is tried again. */
export function useLoadable<Answer>(ask: () => Promise<Answer>): Loadable<Answer> {
  const [state, setState] = useState<{ of?: typeof ask; now: Loadable<Answer> }>({ now: LOADING });
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = (): void => {
      ask().then(
        (value) => current && setState({ of: ask, now: { phase: 'ready', value } }),
        (error: unknown) => {
          if (!current) return;
          const trouble = troubleOf(error);
          const { message, remedy } = trouble;
          setState({ of: ask, now: { phase: 'failed', message, remedy } });
          if (isLost(trouble)) timer = setTimeout(turn, RETRY);
        },
      );
    };
    turn();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask]);
  return state.of === ask ? state.now : LOADING;
}

const LOADING = { phase: 'loading' } as const;
