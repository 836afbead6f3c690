import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { command } from '../helpers/command.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { scratchFolder } from '../helpers/session-file.js';

afterEach(endAllTargets);

test('of a program that dies of its heap limit the samples are kept, and what it was', async () => {
  const target = await startNodeTarget('dying.mjs', { flags: ['--max-old-space-size=80'] });
  const file = join(scratchFolder(onTestFinished), 'd.leakscope');
  expect((await command('record', '--pid', String(target.pid), '-o', file)).status).toBe(0);
  if (target.child.signalCode === null) await once(target.child, 'exit');
  expect(target.child.signalCode).toBe('SIGABRT');
  const { out } = await command('info', file, '--json');
  const { targets, series, complete } = JSON.parse(out);
  expect(complete).toBe(true);
  expect(targets).toHaveLength(1);
  expect(targets[0]).toMatchObject({
    runtime: { kind: 'v8', flavour: 'node', version: process.versions.node },
  });
  // While its core is written the kernel shows neither its arguments nor its executable.
  expect(targets[0].command).toContain('dying.mjs');
  expect(targets[0].exit).toBeDefined();
  const last = (name: string) => series.find((one: { name: string }) => one.name === name)?.last;
  expect(last('heap.used')).toBeGreaterThan(40e6);
}, 120_000);
