import { useCallback } from 'react';
import type { LeakscopeApi } from '../../../shared/api/leakscope-api.js';
import type { LedgerAnswer, OpenSession } from '../../../shared/api/sessions.js';
import type { RuntimeKind } from '../../../shared/model/runtime.js';
import { type Asked, useAnswer } from '../../state/use-answer.js';
import { ledgerFill } from '../../theme/ledger-colours.js';
import type { Ledger } from './use-ledger.js';

const LIVE_EVERY = 4000;

interface GrowthQuestion {
  readonly target: number | undefined;
  readonly tree: boolean;
  readonly range: { readonly from: number; readonly to: number } | undefined;
}

/** What RSS grew by over a range and what that comes down to, of one process or of all. */
export function useGrowth(
  services: LeakscopeApi,
  session: OpenSession,
  { target, tree, range }: GrowthQuestion,
): Asked<LedgerAnswer> {
  const from = range?.from ?? 0;
  const to = range?.to;
  const ask = useCallback(
    () =>
      services.sessions.ledger(session.id, {
        ...(tree ? { tree } : target !== undefined && { target }),
        from,
        ...(to !== undefined && { to }),
      }),
    [services, session.id, target, tree, from, to],
  );
  const known = tree || target !== undefined;
  return useAnswer(known ? ask : undefined, session.live && to === undefined ? LIVE_EVERY : undefined);
}

/** Two accounts of one process that differ: the same one stands for both ends of a short range. */
export const hasMoved = ({ entries, processes }: LedgerAnswer): boolean =>
  processes === undefined && entries.some(({ delta = 0 }) => delta !== 0);

/** Recorded accounts as the table takes them; `own` is the runtime of a process. */
export function ledgerOfAnswer(answer: LedgerAnswer, own: RuntimeKind): Pick<Ledger, 'entries' | 'rss'> {
  const entries = answer.entries.map(({ id, name, definition, source, bytes, delta = 0, runtime }) => ({
    id: runtime ? `${id} ${runtime}` : id,
    title: name,
    about: `${definition} (${source})`,
    ...ledgerFill(id, runtime ?? own),
    start: bytes - delta,
    end: bytes,
  }));
  return {
    entries,
    rss: { start: entries.reduce((sum, { start }) => sum + start, 0), end: answer.rss },
  };
}
