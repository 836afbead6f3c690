import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page, Slice } from '../../shared/api/page.js';
import { type Trouble, troubleOf } from './trouble.js';
import { isLost, RETRY } from './when-lost.js';

const SIZE = 100;
/** Pages kept: what is in sight and a little around it. */
const MOST_PAGES = 8;

export interface Pages<Row, Answer extends Slice<Row>> {
  /** Undefined until the first answer. */
  readonly total?: number;
  readonly answer?: Answer;
  readonly trouble?: Trouble;
  row(index: number): Row | undefined;
  /** Asks for what is missing of these rows. */
  ensure(from: number, to: number): void;
}

/** The rows of a long answer, asked for page by page as they come into sight. `ask` must change with the question only. */
export function usePages<Row, Answer extends Slice<Row> = Slice<Row>>(
  ask: ((page: Page) => Promise<Answer>) | undefined,
): Pages<Row, Answer> {
  const pages = useRef(new Map<number, readonly Row[]>());
  const asked = useRef(new Set<number>());
  const question = useRef(ask);
  const [state, setState] = useState<{ answer?: Answer; trouble?: Trouble }>({});

  const fetchPage = useCallback(
    (number: number): void => {
      if (!ask || asked.current.has(number)) return;
      asked.current.add(number);
      ask({ from: number * SIZE, count: SIZE }).then(
        (answer) => {
          if (question.current !== ask) return;
          pages.current.set(number, answer.rows);
          for (const old of pages.current.keys()) {
            if (pages.current.size <= MOST_PAGES) break;
            if (old === number) continue;
            pages.current.delete(old);
            asked.current.delete(old);
          }
          setState({ answer });
        },
        (error: unknown) => {
          if (question.current !== ask) return;
          asked.current.delete(number);
          const trouble = troubleOf(error);
          setState({ trouble });
          if (isLost(trouble)) setTimeout(() => question.current === ask && fetchPage(number), RETRY);
        },
      );
    },
    [ask],
  );
  useEffect(() => {
    question.current = ask;
    pages.current = new Map();
    asked.current = new Set();
    setState((was) => ({ answer: ask ? was.answer : undefined }));
    fetchPage(0);
    return () => {
      question.current = undefined;
    };
  }, [ask, fetchPage]);

  const ensure = useCallback(
    (from: number, to: number): void => {
      for (let number = Math.floor(from / SIZE); number <= Math.floor(to / SIZE); number++) fetchPage(number);
    },
    [fetchPage],
  );
  return {
    total: state.answer?.total,
    answer: state.answer,
    trouble: state.trouble,
    row: (index) => pages.current.get(Math.floor(index / SIZE))?.[index % SIZE],
    ensure,
  };
}
