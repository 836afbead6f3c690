import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished } from 'vitest';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { command } from '../helpers/command.js';
import { memoryGroups } from '../helpers/memory-group.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

const MB = 1 << 20;
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const groups = memoryGroups();

afterEach(endAllTargets);

for (const { path, version } of nodeBinaries())
  testWhere(groups, 'groups with a memory limit cannot be made here')(
    `Node ${version} in a container with no room for a snapshot is refused one, and lives on`,
    async () => {
      const group = join(groups?.mount ?? '', `leakscope-node-${process.pid}`);
      mkdirSync(group);
      onTestFinished(async () => {
        await endAllTargets();
        rmdirSync(group);
      });
      const target = await startNodeTarget('holder.mjs', { binary: path, args: ['200000'] });
      writeFileSync(join(group, 'cgroup.procs'), String(target.pid));
      const used = Number(readFileSync(join(group, groups?.usage ?? ''), 'utf8'));
      writeFileSync(join(group, groups?.limit ?? ''), String(used + 24 * MB));

      const attachment = await v8Driver().attach(target.process, signal());
      expect(await attachment.estimateCapture?.(signal())).toMatchObject({
        ...{ safe: false, limitedBy: 'cgroup' },
        refusal: expect.stringMatching(/MB are left/),
      });
      await attachment.detach();

      const out = join(scratchFolder(onTestFinished), 'refused.heapsnapshot');
      const refused = await command('snapshot', '--pid', String(target.pid), '-o', out);
      expect(refused.status).toBe(1);
      expect(refused.err).toMatch(/MB are left/);
      expect(existsSync(out)).toBe(false);
      expect(target.child.exitCode).toBeNull();
      expect(target.child.signalCode).toBeNull();
    },
  );
