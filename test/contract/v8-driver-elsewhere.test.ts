import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { collectSnapshot } from '../helpers/collected-snapshot.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { OWN_TMP } from '../helpers/own-tmp.js';
import { describeWhere } from '../helpers/where.js';

const driver = v8Driver();
const limit = (): AbortSignal => AbortSignal.timeout(30_000);
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const OWN_FILES = ['unshare', '--mount', 'sh', '-c', `${OWN_TMP} && exec "$@"`, 'sh'];
const OWN_NETWORK = ['unshare', '--net'];

const works = (under: readonly string[]): boolean =>
  spawnSync(under[0], [...under.slice(1), process.execPath, '--version'], { timeout: 10_000 }).status === 0;

afterEach(endAllTargets);

describeWhere(works(OWN_FILES) && works(NOBODY), 'needs root, to put a process elsewhere')(
  'a process that lives elsewhere',
  () => {
    test.each([
      ['of another user', NOBODY],
      ['with files of its own', OWN_FILES],
    ])('%s is entered through a directory that it can reach', async (_, under) => {
      const target = await startNodeTarget('holder.mjs', { under });
      const attachment = await driver.attach(target.process, limit());
      expect((await attachment.sample(limit()))['heap.used']).toBeGreaterThan(0);
      expect((await collectSnapshot(attachment, limit())).idsOf('HeldThing')).toHaveLength(1000);
      expect((await attachment.estimateCapture?.(limit()))?.method).toContain('pipe');
      await attachment.detach();
      const left = readdirSync(`/proc/${target.pid}/root/tmp`);
      expect(left.filter((name) => name.startsWith(`leakscope-${process.pid}-`))).toEqual([]);
    });

    test('in a network of its own is refused with the command to use', async () => {
      const target = await startNodeTarget('holder.mjs', { under: OWN_NETWORK });
      await expect(driver.attach(target.process, limit())).rejects.toMatchObject({
        code: 'other-network',
        remedy: expect.stringContaining(`nsenter --target ${target.pid}`),
      });
      expect(target.errors()).toBe('');
    });
  },
);
