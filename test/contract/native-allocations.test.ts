import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { findHeaptrack, managedProgram, starterOf } from '../../electron/drivers/native/heaptrack.js';
import { createHost } from '../../electron/host/create-host.js';
import type { Host } from '../../electron/host/host.js';
import { command } from '../helpers/command.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { nativeProgram, noCompiler } from '../helpers/native-program.js';
import { openFiles } from '../helpers/open-files.js';
import { testWhere } from '../helpers/where.js';

let host: Host;
beforeAll(() => {
  host = createHost({ shell: 'cli' });
});
afterAll(() => host.dispose());

const onLinux = process.platform === 'linux';
const test = testWhere(onLinux, 'native allocations are traced on Linux');
const missing = noCompiler ?? (findHeaptrack() ? undefined : 'heaptrack is not installed here');
const noWayOut = missing ?? (hasGdb ? undefined : 'there is no gdb here');
const testLeft = testWhere(onLinux && !noWayOut, noWayOut ?? 'not Linux');
const testTraced = testWhere(onLinux && !missing, missing ?? 'not Linux');

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const soon = (): Promise<void> => new Promise((again) => setTimeout(again, 50));
const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leakscope-native-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('native allocations', () => {
  testTraced('are not promised of a program that only starts another', async () => {
    const folder = scratch();
    const script = join(folder, 'start');
    writeFileSync(script, '#!/usr/bin/env -S sh -e\nexec true\n', { mode: 0o755 });
    const path = join(folder, 'x.leakscope');
    for (const words of [['sh', '-c', 'exec true'], ['env', 'A=1', 'true'], [script]]) {
      const { status, err } = await command('run', '--native', '-o', path, '--', ...words);
      expect(status).toBe(1);
      expect(err).toMatch(/only starts other programs.*Name the program itself/s);
      expect(existsSync(path)).toBe(false);
    }
  });

  testTraced(
    'of a C program: what it kept and where, in its session, and nothing of it left behind',
    async () => {
      const path = join(scratch(), 'n.leakscope');
      const { recording, sessions } = host.api;
      const command = nativeProgram('leaking');
      const session = await recording.launch({
        ...{ command, args: [], tree: false, interval: 50, path, native: true },
      });
      const end = await recording.ended(session);
      expect([end.reason, end.exitStatus]).toEqual(['targets-gone', 7]);
      onTestFinished(() => sessions.close(session));
      const tree = await sessions.allocations(session, {});
      const kept = tree.nodes.filter((node) => node.function === 'keep_buffer');
      expect(kept.reduce((sum, node) => sum + node.self, 0)).toBe(400 * 10_000);
      expect(kept[0]?.file).toMatch(/leaking\.c$/);
      // What it freed is not there.
      expect(tree.nodes.some((node) => node.function === 'use_scratch')).toBe(false);
      expect(existsSync(`${path}.heaptrack`)).toBe(false);
      expect(existsSync(`${path}.heaptrack.txt`)).toBe(false);
    },
    120_000,
  );

  testLeft(
    'of a program that goes on: heaptrack leaves it when the recording ends, which is said',
    async () => {
      const path = join(scratch(), 'n.leakscope');
      const raw = `${path}.heaptrack`;
      const recorder = spawn(
        process.execPath,
        [CLI, 'run', '--native', '-o', path, '--', nativeProgram('storming'), '4'],
        { stdio: ['pipe', 'pipe', 'pipe'] },
      );
      onTestFinished(() => void recorder.kill('SIGKILL'));
      let said = '';
      recorder.stderr.on('data', (text) => {
        said += text;
      });
      while (!/native allocations are traced by heaptrack/.test(said) || sizeOf(raw) < 1e6) await soon();
      const program = Number(/^(\d+): native allocations/m.exec(said)?.[1]);
      expect(openFiles(program)).toContain(realpathSync(raw));
      recorder.kill('SIGINT');
      expect(await once(recorder, 'exit')).toEqual([0, null]);
      expect(said).toMatch(
        /heaptrack is taken out …\n(.*\n)*.*what heaptrack saw is read …\n(.*\n)*.*are in the recording/,
      );
      expect(openFiles(program).filter((file) => file.includes('heaptrack'))).toEqual([]);
      expect(existsSync(raw)).toBe(false);
      const { out } = await command('allocations', path, '--format', 'folded');
      expect(out).toMatch(/keep_one .*[1-9]\d{4,}$/m);
      // Its input has ended with the recorder.
      while (existsSync(`/proc/${program}`)) await soon();
    },
    120_000,
  );

  test('are refused for a managed program, also behind a link or a script', async () => {
    const folder = scratch();
    const link = join(folder, 'tool');
    symlinkSync(process.execPath, link);
    const script = join(folder, 'script');
    writeFileSync(script, '#!/usr/bin/env python3\n', { mode: 0o755 });
    expect(managedProgram(link)).toBe('node');
    expect(managedProgram('./script', folder)).toBe('python3');
    expect(managedProgram('/bin/sh')).toBeUndefined();
    expect(starterOf(nativeProgram('leaking'))).toBeUndefined();
    const launched = host.api.recording.launch({
      ...{
        command: script,
        args: [],
        tree: false,
        interval: 50,
        path: join(folder, 'x.leakscope'),
        native: true,
      },
    });
    await expect(launched).rejects.toThrow(/is run by python3: heaptrack is for plain native programs/);
    expect(existsSync(join(folder, 'x.leakscope'))).toBe(false);
  });
});
