import { expect, it } from 'vitest';
import type { Entry } from '../../../electron/api/session-entry.js';
import { sessionLedger } from '../../../electron/api/session-ledger.js';
import { LEDGER_LINES, LEDGER_PREFIX } from '../../../shared/model/ledger.js';

/** A session of 40 s, RSS 80 MB and 500 kB a second more, with accounts of it at some times. */
function recorded(accounts: readonly number[]): Entry {
  const rss = (at: number): number => 80e6 + at * 500;
  const names = LEDGER_LINES.map(({ id }) => LEDGER_PREFIX + id);
  const entry: Pick<Entry, 'info' | 'series'> = {
    info: () =>
      ({ duration: 40_000, snapshots: [], series: names.map((name) => ({ target: 1, name })) }) as never,
    series: ({ names: wanted, from, to }) =>
      wanted.map((name) => {
        const every = name === 'rss' ? Array.from({ length: 160 }, (_, row) => row * 250) : accounts;
        const time = Float64Array.from(every.filter((at) => at >= from && at <= to));
        const value = time.map((at) => (name === 'rss' || name.endsWith('heap.used') ? rss(at) : 0));
        return { name, time, min: value, max: value };
      }),
  };
  return entry as Entry;
}

it('tells nothing of a growth from the one account that stands for both ends', () => {
  const answer = sessionLedger(recorded([5000]), { from: 0, to: 40_000 });
  expect(answer.rss).toBe(82.5e6);
  expect(answer.verdict).toBeUndefined();
  expect(answer.entries.every(({ delta }) => delta === undefined)).toBe(true);
});

it('agrees with the samples where the accounts are too near to differ', () => {
  const { verdict } = sessionLedger(recorded([5000, 6000]), { from: 0, to: 40_000 });
  expect(verdict?.sentence).toMatch(/^RSS grows by 500\.0 kB\/s, but /);
});

it('says whose memory grew between two', () => {
  const { verdict } = sessionLedger(recorded([1000, 39_000]), { from: 0, to: 40_000 });
  expect(verdict?.kind).toBe('managed-heap');
});

it('takes the last account for a time long after it, and the first for one long before', () => {
  const long = {
    ...recorded([1000, 9000]),
    info: () => ({ ...recorded([]).info(), duration: 900_000 }),
  } as Entry;
  expect(sessionLedger(long, { at: 899_000 }).rss).toBe(84.5e6);
  expect(sessionLedger(long, { from: 0, to: 10_000_000 }).verdict?.kind).toBe('managed-heap');
  const late = { ...recorded([800_000]), info: long.info } as Entry;
  expect(sessionLedger(late, { at: 0 }).rss).toBe(480e6);
});

/** Accounts at 1, 5 and 30 s of an RSS of 100 MB, of which 40 MB are the heap; the first was taken before the runtime told it. */
function attachedLate(): Entry {
  const accounts = [1000, 5000, 30_000];
  const lines: Readonly<Record<string, readonly number[]>> = {
    'heap.used': [0, 40e6, 41e6],
    'malloc.used': [0, 50e6, 50e6],
    'malloc.rest': [100e6, 10e6, 10e6],
  };
  return {
    info: recorded([]).info,
    series: ({ names, from, to }: { names: readonly string[]; from: number; to: number }) =>
      names.map((name) => {
        const there = accounts.flatMap((at, row) => (at >= from && at <= to ? row : []));
        const value = there.map((row) => lines[name.slice(LEDGER_PREFIX.length)]?.[row] ?? 0);
        const columns = {
          time: Float64Array.from(there, (row) => accounts[row]),
          max: Float64Array.from(value),
        };
        return { name, ...columns, min: columns.max };
      }),
  } as never;
}

it('compares with the first account that tells as much as the last', () => {
  const { entries } = sessionLedger(attachedLate(), { from: 0, to: 40_000 });
  const delta = (id: string) => entries.find((line) => line.id === id)?.delta;
  expect([delta('heap.used'), delta('malloc.used'), delta('malloc.rest')]).toEqual([1e6, 0, 0]);
});
