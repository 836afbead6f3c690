import { describe, expect, it } from 'vitest';
import { type SlowJob, SlowLane } from '../../../electron/samplers/slow-lane.js';

describe('SlowLane', () => {
  it('does one thing at a time, and every job in turn', async () => {
    const lane = new SlowLane(1);
    let running = 0;
    const turns: string[] = [];
    const done = Promise.withResolvers<void>();
    const job = (name: string): { every: number; run(): Promise<void> } => ({
      every: 0,
      async run() {
        expect(++running).toBe(1);
        await new Promise(setImmediate);
        running--;
        turns.push(name);
        if (turns.length === 9) done.resolve();
        if (name === 'b') throw new Error('its own affair');
      },
    });
    for (const name of ['a', 'b', 'c']) lane.add(job(name));
    await done.promise;
    lane.stop();
    for (const name of ['a', 'b', 'c'])
      expect(turns.filter((turn) => turn === name).length).toBeGreaterThan(1);
  });

  it('does not let many wait for their first two turns, however small its share', async () => {
    const lane = new SlowLane(1e-9);
    const runs = new Map<number, number>();
    const done = Promise.withResolvers<void>();
    for (let name = 0; name < 12; name++)
      lane.add({
        every: 0,
        async run() {
          const until = performance.now() + 1;
          while (performance.now() < until);
          runs.set(name, (runs.get(name) ?? 0) + 1);
          if (runs.size === 12 && [...runs.values()].every((count) => count >= 2)) done.resolve();
        },
      });
    await done.promise;
    lane.stop();
    expect(Math.max(...runs.values())).toBeLessThanOrEqual(3);
  });

  it('takes first what has moved, and the others in their turn', async () => {
    const lane = new SlowLane(1);
    const turns: string[] = [];
    const done = Promise.withResolvers<void>();
    const job = (name: string, ahead: number): SlowJob => ({
      every: 60_000,
      ahead: () => ahead,
      async run() {
        turns.push(name);
        if (turns.includes('still')) done.resolve();
      },
    });
    lane.add(job('still', 0));
    lane.add(job('moving', 1e9));
    await done.promise;
    lane.stop();
    // While the one that moves is not due again, the other is not kept waiting.
    expect(turns).toEqual(['moving', 'still']);
  });

  it('forgets a job that is removed while it runs', async () => {
    const lane = new SlowLane(1);
    const began = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let runs = 0;
    const job = {
      every: 0,
      run: () => {
        runs++;
        began.resolve();
        return release.promise;
      },
    };
    const other = Promise.withResolvers<void>();
    lane.add(job);
    await began.promise;
    lane.remove(job);
    lane.add({ every: 1e6, run: async () => other.resolve() });
    release.resolve();
    await other.promise;
    lane.stop();
    expect(runs).toBe(1);
  });
});
