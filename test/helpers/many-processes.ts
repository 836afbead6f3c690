import { expect } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { type NodeTarget, openThings, startNodeTarget } from './node-targets.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(120_000);
/** Started so many at a time. */
const BATCH = 10;

/** So many processes that all want port 9229, where an inspector sits already, are entered at once and left as they were. */
export async function enterManyAtOnce(count: number): Promise<void> {
  // It holds the port that all others want, unless somebody of this machine does.
  const idle = await startNodeTarget('holder.mjs', { args: ['10'], flags: ['--inspect=127.0.0.1:9229'] });
  const idlePorts = await listeningPorts(idle.pid);
  const twin = await startNodeTarget('holder.mjs', { args: ['1000'] });
  const targets = await started(count);
  const before = targets.map(({ pid }) => openThings(pid));

  const attachments = await Promise.all(targets.map((target) => driver.attach(target.process, limit())));
  for (const { pid } of targets) expect(await listeningPorts(pid)).toEqual([]);
  const readings = await Promise.all(attachments.map((attachment) => attachment.sample(limit())));
  for (const reading of readings) expect(reading['heap.used']).toBeGreaterThan(0);
  // An inspector session in each, which must be gone afterwards.
  await Promise.all(attachments.map((attachment) => attachment.collectGarbage?.(limit())));
  await Promise.all(attachments.map((attachment) => attachment.detach()));

  for (const one of [...targets, twin]) one.signal('SIGUSR2');
  const untouched = JSON.parse(await twin.line(/^\{/));
  expect(untouched.sessions).toBe(0);
  for (const [n, target] of targets.entries()) {
    expect(JSON.parse(await target.line(/^\{/))).toEqual(untouched);
    expect(target.output()).toBe(twin.output());
    expect(await listeningPorts(target.pid)).toEqual([]);
    expect(openThings(target.pid)).toEqual(before[n]);
    expect(target.child.exitCode).toBeNull();
  }
  expect(await listeningPorts(idle.pid)).toEqual(idlePorts);
}

async function started(count: number): Promise<readonly NodeTarget[]> {
  const targets: NodeTarget[] = [];
  while (targets.length < count)
    targets.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(BATCH, count - targets.length) }, () =>
          startNodeTarget('holder.mjs', { args: ['1000'] }),
        ),
      )),
    );
  return targets;
}
