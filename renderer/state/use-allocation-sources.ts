import { useEffect, useState } from 'react';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { AllocationSource, OpenSession } from '../../shared/api/sessions.js';
import { type Trouble, troubleOf } from './trouble.js';

/** A live session takes a reading now and then. */
const EVERY = 2000;

/** Where a session knows allocations from; undefined until the engine has said. Asked again while it is recorded. */
export function useAllocationSources(
  services: LeakscopeApi,
  { id, live }: OpenSession,
): { readonly sources?: readonly AllocationSource[]; readonly trouble?: Trouble } {
  const [state, setState] = useState<{ sources?: readonly AllocationSource[]; trouble?: Trouble }>({});
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = '';
    const ask = (): void => {
      services.sessions
        .allocationSources(id)
        .then(
          (sources) => {
            // The same answer is the same object: what hangs on it is not worked out again.
            const text = JSON.stringify(sources);
            if (!wanted || text === last) return;
            last = text;
            setState({ sources });
          },
          (error: unknown) => wanted && setState((was) => ({ ...was, trouble: troubleOf(error) })),
        )
        .finally(() => {
          if (wanted && live) timer = setTimeout(ask, EVERY);
        });
    };
    ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [services, id, live]);
  return state;
}
