import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished } from 'vitest';
import { createSampler } from '../../../electron/samplers/create-sampler.js';
import { ledger } from '../../../shared/analysis/ledger/ledger.js';
import { memoryGroups } from '../../helpers/memory-group.js';
import { nativeProgram, noCompiler } from '../../helpers/native-program.js';
import { endTargets, startTarget } from '../../helpers/process-targets.js';
import { testWhere } from '../../helpers/where.js';

afterEach(endTargets);

const MB = 1 << 20;
const groups = memoryGroups();

describe('a control group with a limit', () => {
  testWhere(groups && !noCompiler, 'groups with a memory limit cannot be made here, or there is no cc')(
    'gives usage and limit, and the kill when a process goes beyond it',
    async () => {
      const group = join(groups?.mount ?? '', `leakscope-test-${process.pid}`);
      mkdirSync(group);
      onTestFinished(() => rmdirSync(group));
      writeFileSync(join(group, groups?.limit ?? ''), String(64 * MB));
      const target = startTarget(nativeProgram('growing'), []);
      await target.line();
      writeFileSync(join(group, 'cgroup.procs'), String(target.pid));
      const begun = performance.now();
      const sampler = createSampler({ now: () => performance.now() - begun, interval: 50, ledger });
      onTestFinished(() => sampler.stop());
      const seen = new Map<string, number>();
      const known = Promise.withResolvers<void>();
      const gone = Promise.withResolvers<string>();
      sampler.onBatch((batches) => {
        for (const { series } of batches)
          for (const [name, column] of series) {
            const value = column.findLast(Number.isFinite);
            if (value !== undefined) seen.set(name, value);
          }
        if (seen.has('cgroup.usage')) known.resolve();
      });
      sampler.onGone((_, how) => gone.resolve(how));
      sampler.add(1, target.key);
      target.say('memory');
      await target.line();
      await known.promise;
      expect(seen.get('cgroup.limit')).toBe(64 * MB);
      expect(seen.get('cgroup.usage')).toBeGreaterThan(0);
      expect(seen.get('cgroup.usage')).toBeLessThanOrEqual(64 * MB);
      for (let n = 0; n < 4; n++) target.say('large');
      expect(await gone.promise).toMatch(/killed/);
    },
    60_000,
  );
});
