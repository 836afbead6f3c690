import { expect, test } from 'vitest';
import { GcLog } from '../../../electron/drivers/v8/gc-log.js';

test('collections come out once, on our clock', () => {
  const log = new GcLog();
  const targetNow = 1000;
  log.take(targetNow, [[990, 'scavenge', 1.5]]);
  const [event] = log.drain();
  expect(event.kind).toBe('scavenge');
  expect(event.pause).toBe(1.5);
  // The answer arrived at this moment at the latest, 10 ms after the collection began.
  expect(event.at).toBeLessThanOrEqual(performance.now() - 10);
  expect(log.drain()).toEqual([]);
});

test('a slow answer does not move the clock', () => {
  const log = new GcLog();
  const start = performance.now();
  log.take(5000, [[4000, 'mark-sweep', 3]]);
  log.take(4000, [[4000, 'mark-sweep', 3]]); // a second late
  const [quick, slow] = log.drain();
  expect(Math.abs(slow.at - quick.at)).toBeLessThan(1e-6);
  expect(quick.at).toBeGreaterThanOrEqual(start - 1000);
});

test('a flood is bounded, newest kept', () => {
  const log = new GcLog();
  log.take(
    0,
    Array.from({ length: 20_000 }, (_, n) => [n, `n${n}`, 1] as const),
  );
  const events = log.drain();
  expect(events).toHaveLength(10_000);
  expect(events.at(-1)?.kind).toBe('n19999');
});

test('what is no time is no collection, and spoils none', () => {
  const log = new GcLog();
  log.take(Number.NaN, [[1, 'scavenge', 2]]);
  log.take(10, 'all of them' as never);
  log.take(10, [['soon', 'scavenge', 1], [5, 'x'.repeat(99), 3], [6, 'scavenge', -1], null] as never);
  const found = log.drain();
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ kind: 'x'.repeat(40), pause: 3 });
  expect(found[0].at).toBeLessThanOrEqual(performance.now());
});
