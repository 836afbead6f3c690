import { afterEach, describe, expect, test } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);

afterEach(endAllTargets);

describe.each(nodeBinaries())('Node $version is asked without a snapshot', ({ path }) => {
  test('how many instances of a class there are', async () => {
    const target = await startNodeTarget('allocating.mjs', { binary: path, args: ['still'] });
    const attachment = await driver.attach(target.process, limit());
    const { inspection } = attachment;
    expect(await inspection?.countInstances('KeptThing', limit())).toBe(102);
    expect(await inspection?.countInstances('DerivedThing', limit())).toBe(2);
    expect(await inspection?.countInstances('NoSuchThing', limit())).toBe(0);
    await attachment.detach();
  });

  test('which scripts it holds, and their text; a debugger statement does not stop it', async () => {
    const target = await startNodeTarget('halting.mjs', { binary: path });
    const attachment = await driver.attach(target.process, limit());
    const { inspection } = attachment;
    const scripts = await inspection?.scripts(limit());
    const script = scripts?.find(({ url }) => url.endsWith('/halting.mjs'));
    expect(script).toMatchObject({ sourceMapUrl: 'halting.mjs.map' });
    const { text, cut } = (await inspection?.source(script?.scriptId ?? 0, limit())) ?? {};
    expect(text).toContain('debugger;');
    expect(cut).toBe(false);
    expect(text?.split('\n')).toHaveLength(script?.lines ?? 0);
    await expect(inspection?.source(2 ** 30, limit())).rejects.toMatchObject({ code: 'no-script' });
    const before = Number((await target.line(/^turn /)).slice(5));
    target.signal('SIGUSR2');
    expect(Number((await target.line(/^now /)).slice(4))).toBeGreaterThan(before);
    await attachment.detach();
  });
});
