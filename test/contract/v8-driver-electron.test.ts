import { appendFileSync, chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { listeningPorts } from '../../electron/drivers/v8/listening-ports.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

/** No Electron can be had here: a Node whose binary ends in Electron's fuse wire is read, and entered, as one. */
function binaryWithFuses(wire: string): string {
  const path = join(scratchFolder(onTestFinished), 'app');
  copyFileSync(process.execPath, path);
  const head = Buffer.from([1, wire.length]);
  appendFileSync(
    path,
    Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), head, Buffer.from(wire)]),
  );
  chmodSync(path, 0o755);
  return path;
}

const electron = (process: ProcessInfo): ProcessInfo => ({
  ...process,
  runtime: { kind: 'v8', flavour: 'electron' },
});

test('an app whose inspector is fused off is told so at once, and never signalled', async () => {
  const target = await startNodeTarget('holder.mjs', { binary: binaryWithFuses('10100') });
  await expect(driver.attach(electron(target.process), limit())).rejects.toMatchObject({
    code: 'inspector-fused-off',
    remedy: expect.stringContaining('--remote-debugging-port'),
  });
  const checks = [];
  for await (const check of driver.preflight(electron(target.process))) checks.push(check);
  expect(checks.at(-1)).toMatchObject({ ok: false, check: 'Its makers left its inspector switched on' });
  expect(target.errors()).toBe('');
});

test('one whose inspector is left on is entered as Node is', async () => {
  const target = await startNodeTarget('holder.mjs', { binary: binaryWithFuses('10110') });
  const attachment = await driver.attach(electron(target.process), limit());
  expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
  await attachment.detach();
  expect(await listeningPorts(target.pid)).toEqual([]);
});
