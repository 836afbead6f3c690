import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { lastSaid } from '../../helpers/killed-writer.js';
import { scratchFolder } from '../../helpers/session-file.js';
import { testWhere } from '../../helpers/where.js';

let writer = '';
beforeAll(async () => {
  writer = await bundledProgram('./programs/write-session.ts');
});

/** Runs the writer until it says how it ended, then ends it. */
async function writeUntilItFails(shell: string, path: string): Promise<readonly string[]> {
  const child = spawn('/bin/sh', ['-c', shell, 'sh', process.execPath, writer, path, '100000'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (/^(failed|complete)/m.test(out)) child.stdin.end();
  });
  // Its standard input has ended: it is at its own end.
  await once(child, 'close');
  return out.split('\n').filter(Boolean);
}

function failureIn(said: readonly string[]): { code: string; message: string; remedy: string } {
  const line = said.find((one) => one.startsWith('failed '));
  if (!line) throw new Error(`it did not fail: ${said.at(-1)}`);
  return JSON.parse(line.slice('failed '.length)) as never;
}

function expectReadable(path: string, said: readonly string[]): void {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  const info = reader.info();
  expect(info.complete).toBe(false);
  const samples = lastSaid(said, 'samples');
  expect(samples).toBeGreaterThan(100);
  expect(info.series.find(({ name }) => name === 'rss')?.count).toBeGreaterThanOrEqual(samples);
  expect(info.snapshots.length).toBeGreaterThanOrEqual(lastSaid(said, 'snapshot'));
}

const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

describe('a disk that is full', () => {
  testWhere(mayMount, 'needs root, to mount a small tmpfs')(
    'a file system of 4 MB: a Failure, and all before it stays (needs root to mount one)',
    async () => {
      const folder = join(scratchFolder(onTestFinished), 'small');
      mkdirSync(folder);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], {
        encoding: 'utf8',
      });
      expect(mounted.stderr).toBe('');
      onTestFinished(() => void spawnSync('umount', [folder]));
      const path = join(folder, 'full.leakscope');
      const said = await writeUntilItFails('exec "$@"', path);
      expect(failureIn(said)).toMatchObject({ code: 'disk-full', remedy: expect.stringContaining('room') });
      expectReadable(path, said);
    },
  );

  test('a limit on the size of files: a Failure, and all before it stays', async () => {
    const path = join(scratchFolder(onTestFinished), 'limited.leakscope');
    // Blocks of 512 bytes; the signal that goes with the limit is ignored, so that writes fail instead.
    const said = await writeUntilItFails('trap \'\' XFSZ; ulimit -f 6000; exec "$@"', path);
    expect(failureIn(said).code).toMatch(/^(disk-full|cannot-write)$/);
    expectReadable(path, said);
  });

  test('no room for a first page: a Failure and no file', async () => {
    const path = join(scratchFolder(onTestFinished), 'none.leakscope');
    const child = spawnSync(
      '/bin/sh',
      ['-c', 'trap \'\' XFSZ; ulimit -f 0; exec "$@"', 'sh', process.execPath, writer, path, '10'],
      {
        encoding: 'utf8',
      },
    );
    expect(child.stderr).toMatch(/Failure/);
    expect(existsSync(path)).toBe(false);
  });
});
