/** `ours.mjs attach|sample|snapshot PID…`: one figure of the driver, as one line of JSON. The processes run already. */
import { readFileSync } from 'node:fs';
import { v8Driver } from '../../../electron/drivers/v8/v8-driver.js';
import type { ProcessInfo } from '../../../shared/model/process.js';

const [what, ...pids] = process.argv.slice(2);
const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(120_000);
const TICK = 10; // ms, USER_HZ

function processOf(pid: number): ProcessInfo {
  const { startTime } = statOf(pid);
  const name = 'node';
  const runtime = { kind: 'v8', flavour: 'node' } as const;
  return { pid, ppid: 1, name, command: name, user: '', runtime, rss: 0, attachable: true, startTime };
}

function statOf(pid: number): { readonly startTime: number; readonly cpu: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { startTime: Number(fields[19]), cpu: (Number(fields[11]) + Number(fields[12])) * TICK };
}

const targets = pids.map((pid) => processOf(Number(pid)));
const figures: Readonly<Record<string, () => Promise<object>>> = {
  /** One after the other, twenty rounds. */
  async attach() {
    const times: number[] = [];
    for (let round = 0; round < 20; round++)
      for (const target of targets) {
        const began = performance.now();
        const attachment = await driver.attach(target, limit());
        times.push(performance.now() - began);
        await attachment.detach();
      }
    times.sort((a, b) => a - b);
    return { p50: times[times.length >> 1], p95: times[Math.floor(times.length * 0.95)] };
  },
  /** All at the same moment. */
  async together() {
    const began = performance.now();
    const attachments = await Promise.all(targets.map((target) => driver.attach(target, limit())));
    const seconds = (performance.now() - began) / 1000;
    for (const attachment of attachments) await attachment.sample(limit());
    await Promise.all(attachments.map((attachment) => attachment.detach()));
    return { processes: targets.length, seconds };
  },
  /** CPU of the target at ten samples a second, less what it takes by itself. */
  async sample() {
    const [target] = targets;
    const during = async (work: () => Promise<unknown>): Promise<number> => {
      const [cpu, began] = [statOf(target.pid).cpu, performance.now()];
      for (let n = 1; n <= 150; n++) {
        await work();
        await new Promise((next) => setTimeout(next, began + n * 100 - performance.now()));
      }
      return ((statOf(target.pid).cpu - cpu) / (performance.now() - began)) * 100;
    };
    const idle = await during(async () => undefined);
    const attachment = await driver.attach(target, limit());
    await attachment.sample(limit());
    const percentOfCore = (await during(() => attachment.sample(limit()))) - idle;
    await attachment.detach();
    return { percentOfCore };
  },
  async snapshot() {
    const attachment = await driver.attach(targets[0], limit());
    await attachment.sample(limit());
    const before = process.memoryUsage.rss();
    let most = before;
    let bytes = 0;
    const began = performance.now();
    const sink = {
      borrows: true,
      write: async (chunk: Uint8Array) => {
        bytes += chunk.length;
        most = Math.max(most, process.memoryUsage.rss());
      },
    };
    const cost = await attachment.captureHeap?.(sink, limit());
    const seconds = (performance.now() - began) / 1000;
    await attachment.detach();
    return { bytes, seconds, pause: cost?.pause, ownGrowth: most - before };
  },
};
console.log(JSON.stringify(await figures[what]?.()));
