import { afterEach, describe, expect, it } from 'vitest';
import type { Attachment } from '../../../electron/drivers/driver.js';
import { readProcStat } from '../../../electron/processes/linux/proc-stat.js';
import { createSampler } from '../../../electron/samplers/create-sampler.js';
import type { Sampler, TargetBatch } from '../../../electron/samplers/sampler.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import type { Reading } from '../../../shared/model/series.js';
import { endTargets, startNode, startTarget } from '../../helpers/process-targets.js';

/** What a sampler handed out, and waiting for it to hand out what fits. */
class Heard {
  readonly time = new Map<number, number[]>();
  readonly values = new Map<string, number[]>();
  readonly gone: [number, string][] = [];
  readonly batches: TargetBatch[] = [];
  #look = (): void => {};

  constructor(readonly sampler: Sampler) {
    sampler.onBatch((batches) => {
      for (const batch of batches) this.#take(batch);
      this.#look();
    });
    sampler.onGone((target, how) => {
      this.gone.push([target, how]);
      this.#look();
    });
  }

  /** All numbers of a series, gaps left out. */
  of(target: number, name: string): readonly number[] {
    return (this.values.get(`${target} ${name}`) ?? []).filter((value) => !Number.isNaN(value));
  }

  until(fits: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => {
        if (fits()) resolve();
      };
      this.#look();
    });
  }

  #take(batch: TargetBatch): void {
    this.batches.push(batch);
    append(this.time, batch.target, batch.time);
    for (const [name, column] of batch.series) {
      expect(column).toHaveLength(batch.time.length);
      append(this.values, `${batch.target} ${name}`, column);
    }
  }
}

function append<K>(map: Map<K, number[]>, key: K, values: readonly number[]): void {
  map.set(key, [...(map.get(key) ?? []), ...values]);
}

const samplers: Sampler[] = [];
function sampling(interval = 20): Heard {
  const began = performance.now();
  const sampler = createSampler({ now: () => performance.now() - began, interval, ledger });
  samplers.push(sampler);
  return new Heard(sampler);
}

afterEach(async () => {
  for (const sampler of samplers.splice(0)) sampler.stop();
  await endTargets();
});

const answering = (sample: () => Promise<Reading>, rest: Partial<Attachment> = {}): Attachment =>
  ({ sample, onLost: () => {}, detach: async () => {}, ...rest }) as Attachment;

describe.runIf(process.platform === 'linux')('the sampler', () => {
  it('reads what the system says of several processes, on one clock', async () => {
    const heard = sampling();
    const one = startTarget('sleep', ['60']);
    const two = startNode(
      'process.stdin.once("data", () => { globalThis.keep = Buffer.alloc(64 << 20, 1); console.log("grown") }); console.log("up")',
    );
    await two.line();
    heard.sampler.add(1, one.key);
    heard.sampler.add(2, two.key);
    await heard.until(() => heard.of(2, 'rss').length > 5 && heard.of(2, 'cpu').length > 0);
    const before = heard.of(2, 'rss').at(-1) ?? 0;
    two.say('grow');
    await two.line();
    await heard.until(() => (heard.of(2, 'rss').at(-1) ?? 0) - before > 60e6);
    await heard.until(() => heard.of(2, 'pss').length > 0 && heard.of(2, 'ledger.code').length > 0);
    expect(heard.of(1, 'threads').every((count) => count === 1)).toBe(true);
    expect(heard.of(1, 'fds').at(-1)).toBeGreaterThanOrEqual(3);
    expect(heard.of(2, 'threads').at(-1)).toBeGreaterThan(2);
    expect(heard.of(2, 'uss').at(-1)).toBeLessThanOrEqual(heard.of(2, 'pss').at(-1) ?? 0);
    for (const times of heard.time.values()) expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('lets no slow runtime delay another, and counts what it owes', async () => {
    const heard = sampling();
    const target = startTarget('sleep', ['60']);
    const never = new Promise<Reading>(() => {});
    let count = 0;
    heard.sampler.add(
      1,
      target.key,
      answering(() => never),
    );
    heard.sampler.add(
      2,
      target.key,
      answering(async () => ({ 'heap.used': ++count })),
    );
    await heard.until(() => heard.of(2, 'heap.used').length > 10);
    expect(heard.of(1, 'rss').length).toBeGreaterThan(5);
    expect(heard.of(1, 'heap.used')).toEqual([]);
    expect(heard.sampler.overhead().missed).toBeGreaterThan(5);
    expect(heard.sampler.overhead().ownRss).toBeGreaterThan(1e6);
  });

  it('reads of an isolate what its runtime says, and of its process nothing', async () => {
    const heard = sampling();
    const target = startTarget('sleep', ['60']);
    heard.sampler.add(
      1,
      target.key,
      answering(async () => ({ 'heap.used': 7 }), { isolate: 'worker 1' }),
    );
    await heard.until(() => heard.of(1, 'heap.used').length > 3);
    expect([...heard.values.keys()]).toEqual(['1 heap.used']);
  });

  it('takes an attachment that comes later, and its collections on the session’s clock', async () => {
    const heard = sampling();
    const target = startTarget('sleep', ['60']);
    heard.sampler.add(1, target.key);
    await heard.until(() => heard.of(1, 'rss').length > 2);
    let told = false;
    const takeGcEvents: Attachment['takeGcEvents'] = () => {
      const events = told ? [] : [{ at: performance.now(), kind: 'scavenge', pause: 1 }];
      told = true;
      return events;
    };
    heard.sampler.setAttachment(
      1,
      answering(async () => ({ external: 3 }), { takeGcEvents }),
    );
    await heard.until(
      () => heard.of(1, 'external').length > 0 && heard.batches.some(({ gc }) => gc.length > 0),
    );
    const event = heard.batches.flatMap(({ gc }) => gc)[0];
    const last = heard.time.get(1)?.at(-1) ?? 0;
    expect(Math.abs((event?.at ?? 0) - last)).toBeLessThan(10_000);
    heard.sampler.setAttachment(1, undefined);
  });

  it.each([
    ['exit 3', 'exited with status 3'],
    ['kill -9 $$', 'killed by SIGKILL'],
    ['exit 0', 'exited with status 0'],
  ])('says how a process ended that its parent has not asked for: %s', async (script, how) => {
    const heard = sampling();
    // The shell becomes a sleep that never asks after the child it inherits.
    const parent = startTarget('/bin/sh', [
      '-c',
      `exec 3<&0; sh -c 'echo $$; read x <&3; ${script}' & exec sleep 60`,
    ]);
    const pid = Number(await parent.line());
    await expect.poll(() => readProcStat(parent.pid)?.comm, { timeout: 30_000 }).toBe('sleep');
    heard.sampler.add(1, { pid, startTime: readProcStat(pid)?.startTime ?? 0 });
    await heard.until(() => heard.of(1, 'rss').length > 0);
    parent.say('go');
    await heard.until(() => heard.gone.length > 0);
    expect(heard.gone).toEqual([[1, how]]);
  });

  it('says that a process is gone, once, and goes on with the others', async () => {
    const heard = sampling();
    const [one, two] = [startTarget('sleep', ['60']), startTarget('sleep', ['60'])];
    heard.sampler.add(1, one.key);
    heard.sampler.add(2, two.key);
    await heard.until(() => heard.of(1, 'rss').length > 0);
    await one.end();
    await heard.until(() => heard.gone.length > 0);
    const after = heard.of(2, 'rss').length;
    await heard.until(() => heard.of(2, 'rss').length > after + 3);
    expect(heard.gone).toHaveLength(1);
    expect(heard.gone[0]?.[1]).toMatch(/^exited|^killed/);
  });

  it('never reads a process that has got the PID of the one it was told', async () => {
    const heard = sampling();
    const target = startTarget('sleep', ['60']);
    heard.sampler.add(1, { ...target.key, startTime: target.key.startTime - 1 });
    heard.sampler.add(2, { pid: 2 ** 22 + 1, startTime: 5 });
    await heard.until(() => heard.gone.length === 2);
    expect(heard.values.size).toBe(0);
  });

  it('makes an account of every inventory that is asked for, and hands it out before it stops', async () => {
    const heard = sampling(60_000);
    const target = startTarget('sleep', ['60']);
    heard.sampler.add(1, target.key);
    const inventory = await heard.sampler.inventory?.(1);
    heard.sampler.stop();
    const lines = [...heard.values.keys()].filter((name) => name.startsWith('1 ledger.'));
    expect(lines.length).toBeGreaterThan(5);
    const accounted = lines
      .filter((name) => !name.startsWith('1 ledger.pss'))
      .reduce((sum, name) => sum + (heard.of(1, name.slice(2)).at(-1) ?? 0), 0);
    expect(accounted).toBe(inventory?.regions?.reduce((sum, { rss }) => sum + rss, 0));
  });

  it('hands out the rest when it stops', async () => {
    const heard = sampling(5);
    const target = startTarget('sleep', ['60']);
    heard.sampler.add(1, target.key);
    await heard.until(() => heard.of(1, 'rss').length > 0);
    heard.sampler.remove(1);
    const rows = heard.of(1, 'rss').length;
    heard.sampler.stop();
    expect(heard.of(1, 'rss').length).toBe(rows);
  });
});
