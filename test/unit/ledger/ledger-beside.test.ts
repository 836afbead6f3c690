import { expect, it } from 'vitest';
import { ledgerBeside } from '../../../electron/api/ledger-beside.js';
import type { Entry } from '../../../electron/api/session-entry.js';
import { BESIDE_LINES } from '../../../shared/model/ledger-beside.js';
import { seriesDefinition } from '../../../shared/model/series.js';

/** Readings at 0, 10 and 20 s by target and series. */
function recorded(read: Readonly<Record<number, Readonly<Record<string, readonly number[]>>>>): Entry {
  const series: Entry['series'] = ({ target, names, from, to }) =>
    names.flatMap((name) => {
      const values = read[target][name];
      if (!values) return [];
      const rows = values.map((value, row) => [row * 10_000, value]).filter(([at]) => at >= from && at <= to);
      const time = Float64Array.from(rows, ([at]) => at);
      const value = Float64Array.from(rows, ([, bytes]) => bytes);
      return [{ name, time, min: value, max: value }];
    });
  return { series } as unknown as Entry;
}

it('adds processes up, but not what belongs to their control group', () => {
  const entry = recorded({
    1: { swap: [0, 10, 30], 'cgroup.slab': [100, 100, 150] },
    2: { swap: [5, 5, 5], 'cgroup.slab': [100, 100, 150] },
  });
  const lines = ledgerBeside(entry, [1, 2], 20_000, 0).beside?.map(({ id, bytes, delta }) => [
    id,
    bytes,
    delta,
  ]);
  expect(lines).toEqual([
    ['swap', 35, 30],
    ['cgroup.slab', 150, 50],
  ]);
});

it('has no line of what was not read, and says nothing where nothing was', () => {
  expect(ledgerBeside(recorded({ 1: {} }), [1], 20_000, undefined)).toEqual({});
  const [only] =
    ledgerBeside(recorded({ 1: { huge: [Number.NaN, 4, 9] } }), [1], 12_000, undefined).beside ?? [];
  expect(only).toMatchObject({ id: 'huge', bytes: 4, name: 'In huge pages' });
  expect(only?.delta).toBeUndefined();
});

it('names series that have definitions', () => {
  for (const { id } of BESIDE_LINES) expect(seriesDefinition(id).definition).not.toBe(id);
});
