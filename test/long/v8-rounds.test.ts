import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { endAllTargets, openThings, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const ROUNDS = Number(process.env['LEAKSCOPE_ROUNDS'] ?? 1000);
/** A session of the inspector is opened in each round of so many: to collect garbage. */
const SESSION_EVERY = 10;
/** MB that the second half of the rounds may add: a hundredth of a MB for each of a thousand rounds. */
const MOST_GROWTH = 10;

afterEach(endAllTargets);

test.each(nodeBinaries())('1,000 rounds on Node $version leave nothing behind', async ({ path, version }) => {
  const target = await startNodeTarget('holder.mjs', { binary: path });
  const twin = await startNodeTarget('holder.mjs', { binary: path });
  const before = openThings(target.pid);
  expect(openThings(twin.pid)).toEqual(before);
  const times: number[] = [];
  const resident: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const signal = AbortSignal.timeout(30_000);
    const began = performance.now();
    const attachment = await driver.attach(target.process, signal);
    times.push(performance.now() - began);
    expect((await attachment.sample(signal))['heap.used']).toBeGreaterThan(0);
    if (round % SESSION_EVERY === 0) {
      await attachment.collectGarbage?.(signal);
      resident.push(residentMegabytes(target.pid));
    }
    await attachment.detach();
    expect(await listeningPorts(target.pid)).toEqual([]);
  }
  expect(openThings(target.pid)).toEqual(before);

  for (const one of [target, twin]) one.signal('SIGUSR2');
  const untouched = JSON.parse(await twin.line(/^\{/));
  expect(untouched.inspector).toBe('closed');
  expect(JSON.parse(await target.line(/^\{/))).toEqual(untouched);
  expect(target.child.exitCode).toBeNull();

  times.sort((a, b) => a - b);
  const at = (share: number): string => times[Math.floor(times.length * share)].toFixed(0);
  const shown = resident.filter((_, n) => n % 10 === 0 || n === resident.length - 1);
  console.log(
    `Node ${version}: attach p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, worst ${at(0.9999)} ms; ` +
      `RSS after a collection, MB, each hundredth round: ${shown.map((mb) => mb.toFixed(1)).join(' ')}; ` +
      `twin ${residentMegabytes(twin.pid).toFixed(1)}`,
  );
  const middle = Math.floor(resident.length / 2);
  expect(Math.min(...resident.slice(-5)) - Math.min(...resident.slice(middle, middle + 5))).toBeLessThan(
    MOST_GROWTH,
  );
});

function residentMegabytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}
