import { expect, test } from 'vitest';
import { NO_WISH, tracingOptions, wishes } from '../../../renderer/views/allocations/tracing-wish.js';

test('what nothing is said of is left to the engine', () => {
  expect(tracingOptions(NO_WISH)).toEqual({});
  expect(wishes(NO_WISH)).toBe(0);
  const nonsense = { frames: '0', files: ' ! , ', minutes: '-3', memory: 'much' };
  expect(tracingOptions(nonsense)).toEqual({});
  expect(tracingOptions({ ...NO_WISH, frames: '101', files: 'x'.repeat(1001) })).toEqual({});
});

test('frames, files in their order, and both limits', () => {
  const wish = {
    frames: '25',
    files: '*/app/*, !*/site-packages/*  *shop.py',
    minutes: '1.5',
    memory: '200',
  };
  expect(tracingOptions(wish)).toEqual({
    frames: 25,
    filters: [
      { include: true, file: '*/app/*' },
      { include: false, file: '*/site-packages/*' },
      { include: true, file: '*shop.py' },
    ],
    limit: { time: 90_000, bytes: 200e6 },
  });
  expect(wishes(wish)).toBe(4);
  expect(tracingOptions({ ...NO_WISH, minutes: '2' })).toEqual({ limit: { time: 120_000 } });
});
