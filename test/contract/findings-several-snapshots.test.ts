import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../shared/api/findings.js';
import { answer, command } from '../helpers/command.js';

/** More than two snapshots of one recording: each meets what is held at another height. */

const folder = mkdtempSync(join(tmpdir(), 'leakscope-several-'));
const targets = join(import.meta.dirname, '../targets');
const programs: ChildProcess[] = [];
afterAll(() => {
  for (const child of programs)
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function recorded(program: string): Promise<string> {
  const session = join(folder, `${program.replaceAll(/\W/g, '-')}.leakscope`);
  const python = program.endsWith('.py');
  const child = spawn(python ? 'python3' : process.execPath, [join(targets, program)], { stdio: 'ignore' });
  programs.push(child);
  await once(child, 'spawn');
  const flags = ['-o', session, '--snapshot', 'start,6s,12s,end', '--duration', '20s'];
  const { status, err } = await command('record', '--pid', String(child.pid), '--tree', ...flags);
  child.kill('SIGKILL');
  expect([status, err]).toEqual([0, expect.not.stringMatching(/No snapshot/)]);
  return session;
}

describe('four snapshots', () => {
  it.each([
    ['stories/leak_map.mjs', 'leak_map.mjs:16'],
    ['stories/leak_buffer.py', 'leak_buffer.py:7'],
  ])('of %s met it higher each time', async (program, at) => {
    const session = await recorded(program);
    expect((await answer<{ snapshots: readonly unknown[] }>('info', session)).snapshots).toHaveLength(4);
    const [first] = await answer<Finding[]>('findings', session);
    expect(first).toMatchObject({ rule: 'growing-container', confidence: 'likely' });
    expect(`${first.location?.file.split('/').at(-1)}:${first.location?.line}`).toBe(at);
    expect(first.evidence.join('\n')).toMatch(/In 4 snapshots it held .*: more each time\./);
  });
  it.each(['healthy/emptied_map.mjs', 'healthy/emptied_dict.py'])(
    'of %s, which is emptied, are no alarm',
    async (program) => {
      expect(await answer<Finding[]>('findings', await recorded(program))).toEqual([]);
    },
  );
});
