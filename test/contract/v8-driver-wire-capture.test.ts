import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { isolatesOf } from '../helpers/isolates-of.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

/** With the folder gone, no pipe can be had: the way that is left is the protocol. */
function takePipesAway(): void {
  for (const name of readdirSync(tmpdir()))
    if (name.startsWith(`leakscope-${process.pid}-`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

describe.each(nodeBinaries())('Node $version where no pipe can be had', ({ path }) => {
  test('is snapshot over the protocol, and lives', async () => {
    const target = await startNodeTarget('holder.mjs', { binary: path, args: ['20000'] });
    const attachment = await driver.attach(target.process, limit());
    takePipesAway();
    const phases = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const snapshot = await collectSnapshot(attachment, limit(), (_, phase) => void phases.add(phase));
      expect(snapshot.idsOf('HeldThing')).toHaveLength(20_000);
      expect(snapshot.cost.method).toBe('HeapProfiler over the inspector');
    }
    expect([...phases].join()).toMatch(/builds it.*reading/);
    await attachment.detach();
    expect(target.child.signalCode).toBeNull();
  });

  test('and so is a worker of it', async () => {
    const target = await startNodeTarget('workers.mjs', { binary: path });
    const main = await driver.attach(target.process, limit());
    const worker = await isolatesOf(main).next();
    takePipesAway();
    for (let round = 0; round < 3; round++)
      expect([700, 900]).toContain((await collectSnapshot(worker, limit())).idsOf('WorkerThing').length);
    await main.detach();
    expect(target.child.signalCode).toBeNull();
  });
});
