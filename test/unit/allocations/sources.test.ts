import { expect, test } from 'vitest';
import { storedSources } from '../../../electron/api/allocation-sources.js';
import { chosenReadings } from '../../../electron/api/chosen-readings.js';
import { chosenCalls } from '../../../electron/api/session-calls.js';
import type { Entry } from '../../../electron/api/session-entry.js';
import type { ArtifactInfo } from '../../../electron/store/session-store.js';

/** What a session says of its allocations, and which readings a query comes down to. */

function entryOf(...metas: readonly Readonly<Record<string, unknown>>[]): Entry {
  const all = metas.map(
    (meta, row): ArtifactInfo => ({
      ...{ id: row + 1, kind: 'allocations', target: 1, at: Number(meta['at']), size: 1, meta },
    }),
  );
  const artifacts: Entry['artifacts'] = ({ kind }) => all.filter((one) => kind === one.kind);
  return { artifacts } as unknown as Entry;
}

const sampled = (at: number, newest: number, since = 100) => ({
  ...{ at, newest, since, kind: 'sampled', source: 'sampled', lines: 'function', interval: 32_768 },
});
const traced = (at: number) => ({
  at,
  newest: 0,
  since: 100,
  kind: 'traced',
  source: 'traced',
  lines: 'call',
});

test('of a sampling a range is what is held, also where the first reading had nothing', () => {
  const entry = entryOf(sampled(1000, 0), sampled(2000, 7), sampled(3000, 9));
  expect(storedSources(entry)).toMatchObject([
    { id: 'sampled-1', range: 'held', times: [1000, 2000, 3000], from: 100 },
  ]);
  expect(chosenReadings(entry, { from: 2500, to: 3500 })).toMatchObject({
    ...{ read: { artifact: 3 }, after: 7, range: { from: 2000, to: 3000 } },
  });
  expect(chosenReadings(entry, { to: 2999 })).toMatchObject({ read: { artifact: 2 }, after: -Infinity });
  expect(chosenReadings(entry, { to: 5 })).toMatchObject({ read: { artifact: 1 } });
});

test('of a sampling without an order a range is what grew, from its first reading on', () => {
  const bursts = (at: number) => ({
    ...{ at, growth: true, since: 100, kind: 'sampled', source: 'sampled', lines: 'call' },
  });
  expect(storedSources(entryOf(bursts(1000)))).toMatchObject([{ kind: 'sampled', range: 'growth' }]);
  expect(storedSources(entryOf(bursts(1000), bursts(2000)))).toMatchObject([{ range: 'growth' }]);
  const { range } = chosenReadings(entryOf(bursts(1000)), {});
  expect(range.sentence).toBe(
    'Estimated from samples: all that was allocated since they began and alive at 1.0 s, the nearest reading to the time asked for.',
  );
});

test('ordinals of two samplings are not compared', () => {
  const entry = entryOf(sampled(1000, 50), sampled(2000, 3, 1500));
  expect(chosenReadings(entry, { from: 1200 })).toMatchObject({
    after: -Infinity,
    range: { from: 1500, to: 2000 },
  });
});

test('of a tracing a range is what grew, and says so', () => {
  const entry = entryOf(traced(1000), traced(2000));
  const chosen = chosenReadings(entry, { from: 1500 });
  expect(chosen).toMatchObject({ read: { artifact: 2 }, less: { artifact: 1 } });
  expect(chosen.range.sentence).toMatch(/less what was/);
  expect(chosenReadings(entry, {}).less).toBeUndefined();
});

test('what a file says of itself is not believed', () => {
  const entry = entryOf({
    at: 5,
    kind: 7,
    source: 'x'.repeat(500),
    name: {},
    unit: 'elephants',
    interval: 'many',
  });
  const [source] = storedSources(entry);
  expect(source).toMatchObject({ kind: 'imported', unit: 'bytes', range: 'none' });
  expect(source.id.length).toBeLessThan(220);
  expect(source.interval).toBeUndefined();
  expect(() => chosenReadings(entry, { source: 'other' })).toThrow(/no source of allocations other/);
});

test('a base is any point: of this session, of another source of it, of another session', () => {
  const entry = entryOf(sampled(1000, 3), sampled(2000, 7), traced(1500));
  const other = entryOf(traced(400), sampled(500, 3), sampled(900, 7));
  const points = (query: object, base?: Entry) => {
    const { self, base: less } = chosenCalls(entry, { source: 'sampled-1', ...query }, base);
    return [self, less].map((side) => side && [side.range.source, side.range.to]);
  };
  expect(points({})).toEqual([['sampled-1', 2000], undefined]);
  expect(points({ baseTo: 1200 })).toEqual([
    ['sampled-1', 2000],
    ['sampled-1', 1000],
  ]);
  expect(points({ to: 1000, baseTo: 2000 })).toEqual([
    ['sampled-1', 1000],
    ['sampled-1', 2000],
  ]);
  expect(points({ baseSource: 'traced-1' })[1]).toEqual(['traced-1', 1500]);
  // Like is compared with like where the other has it; what it has first where it has not.
  expect(points({}, other)[1]).toEqual(['sampled-1', 900]);
  expect(points({ baseTo: 600 }, other)[1]).toEqual(['sampled-1', 500]);
  expect(points({ baseSource: 'traced-1' }, other)[1]).toEqual(['traced-1', 400]);
  expect(points({}, entryOf(traced(400)))[1]).toEqual(['traced-1', 400]);
  expect(() => points({ baseSource: 'none' }, other)).toThrow(
    /^It cannot be compared: There is no source of allocations none/,
  );
});
