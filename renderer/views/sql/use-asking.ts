import { useCallback, useRef } from 'react';
import type { OpenSession, SqlAnswer, SqlCell } from '../../../shared/api/sessions.js';
import { CallEnd } from '../../../shared/base/call.js';
import { Failure } from '../../../shared/base/failure.js';
import { useEngine } from '../../connection/engine.js';
import { troubleOf } from '../../state/trouble.js';
import { useWorkspace } from '../../state/workspace.js';

export const ROWS = 1000;
const MOST_ROWS = 100_000;

/** Asks the session, one question at a time; the answer stands in the workspace. */
export function useAsking(session: OpenSession) {
  const { services } = useEngine();
  const { queries, span } = useWorkspace();
  const running = useRef<AbortController>(undefined);

  const fetchRows = useCallback(
    (sql: string, from: number, signal: AbortSignal): Promise<SqlAnswer> => {
      const { range } = span.store.getState();
      const page = { from, count: ROWS };
      return services.sessions.query(session.id, { sql, page, ...range }, new CallEnd(signal));
    },
    [services, span, session.id],
  );
  const ask = useCallback(
    async (sql: string, from = 0): Promise<void> => {
      running.current?.abort();
      const mine = new AbortController();
      running.current = mine;
      queries.answered({ phase: 'loading' }, { session: session.id, sql, from });
      try {
        const value = await fetchRows(sql, from, mine.signal);
        if (running.current === mine) queries.answered({ phase: 'ready', value });
      } catch (error) {
        if (running.current !== mine) return;
        const { code, message, remedy } = troubleOf(error);
        queries.answered(code === 'cancelled' ? { phase: 'idle' } : { phase: 'failed', message, remedy });
      }
    },
    [fetchRows, queries, session.id],
  );
  /** Every row, page by page. */
  const all = useCallback(
    async (sql: string, signal: AbortSignal): Promise<{ columns: readonly string[]; rows: SqlCell[][] }> => {
      const rows: SqlCell[][] = [];
      for (;;) {
        if (signal.aborted) throw new Failure('cancelled', 'The export was cancelled.');
        const answer = await fetchRows(sql, rows.length, signal);
        for (const row of answer.rows) rows.push([...row]);
        if (!answer.more || rows.length >= MOST_ROWS) return { columns: answer.columns, rows };
      }
    },
    [fetchRows],
  );
  return { ask, all, cancel: () => running.current?.abort() };
}
