import { expect, test } from 'vitest';
import type { AllocationTracing, TracingOptions } from '../../../electron/drivers/allocation-tracing.js';
import { burstReadings, tracedReadings } from '../../../electron/recorder/allocation-readings.js';

/** What is asked of a tracing: as the user chose it, and never without a bound on its memory. */

const asked: TracingOptions[] = [];
const take = async (options: TracingOptions): Promise<void> => void asked.push(options);
const none = async (): Promise<never> => {
  throw new Error('nobody asks');
};
const tracing: AllocationTracing = {
  ...{ start: take, startSampled: take, state: none, allocations: none, stop: async () => undefined },
};
const signal = AbortSignal.timeout(60_000);

test.each([
  ['traced', tracedReadings],
  ['sampled in bursts', burstReadings],
] as const)('%s', async (_, readingsOf) => {
  asked.length = 0;
  const filters = [{ include: true, file: '*/app/*' }];
  await readingsOf(tracing, {})?.start(signal);
  await readingsOf(tracing, { frames: 3, filters, limit: { time: 90_000 } })?.start(signal);
  await readingsOf(tracing, { limit: { bytes: 5e6 } })?.start(signal);
  expect(asked).toEqual([
    { frames: 16, limit: { bytes: 2 ** 30 } },
    { frames: 3, filters, limit: { bytes: 2 ** 30, time: 90_000 } },
    { frames: 16, limit: { bytes: 5e6 } },
  ]);
});
