import { useEffect, useState } from 'react';
import { type Trouble, troubleOf } from './trouble.js';

export interface Asked<Answer> {
  /** The last one, also while the next is on its way. */
  readonly answer?: Answer;
  readonly trouble?: Trouble;
}

/** The way to the engine is lost: it is tried until it is there again. */
const LOST = 'disconnected';
const RETRY = 1000;

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
          setAsked((was) => (trouble.code === LOST ? was : { trouble }));
          if (trouble.code === LOST || every !== undefined) timer = setTimeout(turn, every ?? RETRY);
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
