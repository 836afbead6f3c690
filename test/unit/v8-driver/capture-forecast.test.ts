import { expect, test } from 'vitest';
import { CaptureForecast } from '../../../electron/drivers/v8/capture-forecast.js';

const HEAP = { used: 100e6 };

test('a heap that fits is safe, one that cannot fit is refused with the reason', () => {
  const forecast = new CaptureForecast(process.pid, 'fifo', 24);
  expect(forecast.estimate({ used: 1e6 }).safe).toBe(true);
  const huge = forecast.estimate({ used: 1e14 });
  expect(huge.safe).toBe(false);
  expect(huge.refusal).toMatch(/about \d+ MB .* MB are left/);
});

test('an older V8 takes longer, the wire more memory, large objects little', () => {
  const estimate = (way: 'fifo' | 'wire', node: number, heap = HEAP) =>
    new CaptureForecast(process.pid, way, node).estimate(heap);
  expect(estimate('fifo', 20).pause).toBeGreaterThan(estimate('fifo', 24).pause);
  expect(estimate('wire', 24).extraMemory).toBeGreaterThan(estimate('fifo', 24).extraMemory);
  const large = estimate('fifo', 24, { ...HEAP, large: 90e6 } as typeof HEAP);
  expect(large.extraMemory).toBeLessThan(estimate('fifo', 24).extraMemory / 2);
});

test('Node 16 and 18 take more than twice as long for twice the heap', () => {
  const pause = (node: number, used: number) =>
    new CaptureForecast(process.pid, 'fifo', node).estimate({ used }).pause;
  expect(pause(18, 60e6)).toBeGreaterThan(2.5 * pause(18, 30e6));
  expect(pause(20, 60e6)).toBe(2 * pause(20, 30e6));
  expect(pause(18, 29e6)).toBeGreaterThan(15_000);

  const learning = new CaptureForecast(process.pid, 'fifo', 18);
  learning.learn({ used: 10e6 }, 20e6, { pause: 1000, duration: 1000 });
  expect(learning.estimate({ used: 40e6 }).pause).toBeCloseTo(8000, -1);
});

test('the first snapshot corrects the next forecast', () => {
  const forecast = new CaptureForecast(process.pid, 'fifo', 24);
  forecast.learn(HEAP, 50e6, { pause: 1000, duration: 1100, extraMemory: 400e6 });
  const twice = forecast.estimate({ used: 200e6 });
  expect(twice.pause).toBe(2000);
  expect(twice.fileSize).toBe(100e6);
  expect(twice.extraMemory).toBeGreaterThanOrEqual(800e6);

  // The memory of the first is still held: the second seems to need none.
  forecast.learn(HEAP, 50e6, { pause: 900, duration: 1000, extraMemory: 0 });
  expect(forecast.estimate(HEAP).extraMemory).toBeGreaterThanOrEqual(400e6);
});
