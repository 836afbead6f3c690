import { afterEach, expect, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { endAllTargets, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const ROUNDS = Number(process.env['LEAKSCOPE_ROUNDS'] ?? 1000);

afterEach(endAllTargets);

test.each(nodeBinaries())('1,000 rounds on Node $version leave nothing behind', async ({ path, version }) => {
  const target = await startNodeTarget('holder.mjs', { binary: path });
  const before = openThings(target.pid);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const signal = AbortSignal.timeout(30_000);
    const began = performance.now();
    const attachment = await driver.attach(target.process, signal);
    times.push(performance.now() - began);
    await attachment.sample(signal);
    await attachment.detach();
  }
  expect(openThings(target.pid)).toEqual(before);
  expect(await listeningPorts(target.pid)).toEqual([]);
  times.sort((a, b) => a - b);
  const at = (share: number): string => times[Math.floor(times.length * share)].toFixed(0);
  console.log(`Node ${version}: attach p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(0.9999)} ms`);
});
