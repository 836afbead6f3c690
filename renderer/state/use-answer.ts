import { useEffect, useState } from 'react';
import { type Trouble, troubleOf } from './trouble.js';
import { isLost, RETRY } from './when-lost.js';

export interface Asked<Answer> {
  /** The last one, also while the next is on its way. */
  readonly answer?: Answer;
  readonly trouble?: Trouble;
}

/** One answer of the engine; asked again when the question changes, and every so many ms while `every` is given. */
export function useAnswer<Answer>(ask: (() => Promise<Answer>) | undefined, every?: number): Asked<Answer> {
  const [asked, setAsked] = useState<Asked<Answer>>({});
  useEffect(() => {
    if (!ask) return setAsked({});
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = (): void => {
      ask().then(
        (answer) => {
          if (!current) return;
          setAsked({ answer });
          if (every !== undefined) timer = setTimeout(turn, every);
        },
        (error: unknown) => {
          if (!current) return;
          const trouble = troubleOf(error);
          setAsked((was) => (isLost(trouble) ? was : { trouble }));
          if (isLost(trouble) || every !== undefined) timer = setTimeout(turn, every ?? RETRY);
        },
      );
    };
    turn();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ask, every]);
  return asked;
}
