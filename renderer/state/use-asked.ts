import { useEffect, useState } from 'react';
import { type Trouble, troubleOf } from './trouble.js';

export interface Answered<Value> {
  /** The last that came: it stays while the next is worked out. */
  readonly value?: Value;
  readonly trouble?: Trouble;
  /** Whether it answers what is asked now. */
  readonly current: boolean;
}

/** What is asked beside the window's thread; `undefined` asks nothing. Another question takes the place of the last. */
export function useAsked<Value>(ask: ((signal: AbortSignal) => Promise<Value>) | undefined): Answered<Value> {
  const [state, setState] = useState<{ of?: typeof ask; value?: Value; trouble?: Trouble }>({});
  useEffect(() => {
    if (!ask) return;
    const gone = new AbortController();
    ask(gone.signal).then(
      (value) => !gone.signal.aborted && setState({ of: ask, value }),
      (error: unknown) => !gone.signal.aborted && setState({ of: ask, trouble: troubleOf(error) }),
    );
    return () => gone.abort();
  }, [ask]);
  const current = state.of === ask;
  return {
    ...(state.value === undefined ? {} : { value: state.value }),
    ...(current && state.trouble ? { trouble: state.trouble } : {}),
    current,
  };
}
