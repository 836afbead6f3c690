import { useEffect, useState } from 'react';
import type { OpenSession, SeriesColumns } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';
import type { Token } from '../../theme/palette.js';
import { ledgerOf } from './ledger.js';
import { LIMIT_SERIES } from './limit-ahead.js';

export interface LedgerEntry {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly colour: Token;
  readonly hatched?: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  readonly rss: { readonly start: number; readonly end: number };
  /** RSS over the range, for the trend. */
  readonly series: SeriesColumns;
  readonly from: number;
  readonly to: number;
  /** Those that `limitAhead` reads. */
  readonly limits?: readonly SeriesColumns[];
  /** Whether the session has a whole ledger, or only what the runtime says of its heap. */
  readonly whole: boolean;
}

const POINTS = 400;
const LIVE_EVERY = 2000;

/** Where the RSS of one target is at both ends of a range; asked again while it is live. */
export function useLedger(
  session: OpenSession,
  target: number | undefined,
  range: { readonly from: number; readonly to: number } | undefined,
): Ledger | undefined {
  const engine = useEngine();
  const [ledger, setLedger] = useState<Ledger>();
  const { id, live, info } = session;
  const from = range?.from ?? 0;
  const fixedTo = range?.to;
  const runtime = info.targets.find((one) => one.id === target)?.runtime.kind;
  const begun = Date.parse(info.startedAt);
  /** Of a live session the length grows by the second: it is taken from the clock, not from the last answer. */
  const fixedLength = live ? undefined : info.duration;
  useEffect(() => {
    if (target === undefined || runtime === undefined) return setLedger(undefined);
    const controller = new AbortController();
    const ask = async (): Promise<void> => {
      const to = fixedTo ?? fixedLength ?? Date.now() - begun;
      if (to <= 0) return;
      try {
        const { series } = await engine.services.sessions.info(id);
        const names = series.filter((one) => one.target === target).map(({ name }) => name);
        const wanted = [
          'rss',
          'heap.committed',
          'external',
          ...LIMIT_SERIES,
          ...names.filter((name) => name.startsWith('ledger.')),
        ];
        const query = {
          target,
          names: wanted.filter((name) => names.includes(name)),
          from,
          to,
          points: POINTS,
        };
        if (query.names.length === 0) return;
        const columns = await engine.series(id, query, controller.signal);
        if (controller.signal.aborted) return;
        const ledger = ledgerOf(columns, runtime, from, to);
        const limits = columns.filter(({ name }) => LIMIT_SERIES.some((one) => one === name));
        setLedger(ledger && { ...ledger, limits });
      } catch {
        // The next turn asks again; a lost engine says so by itself.
      }
    };
    void ask();
    const timer = live && fixedTo === undefined ? setInterval(ask, LIVE_EVERY) : undefined;
    return () => {
      controller.abort();
      clearInterval(timer);
    };
  }, [engine, id, live, target, runtime, from, fixedTo, begun, fixedLength]);
  return ledger;
}
