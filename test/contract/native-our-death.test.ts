import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished } from 'vitest';
import { findHeaptrack } from '../../electron/drivers/native/heaptrack.js';
import { injectedLibrary } from '../../electron/drivers/native/heaptrack-attach.js';
import { launchWithHeaptrack } from '../../electron/drivers/native/launched-heaptrack.js';
import { leaveHeaptrack } from '../../electron/drivers/native/leave-heaptrack.js';
import { hasGdb } from '../helpers/has-gdb.js';
import { nativeProgram, noCompiler } from '../helpers/native-program.js';
import { openFiles } from '../helpers/open-files.js';
import { endTargets, type ProcessTarget, startTarget } from '../helpers/process-targets.js';
import { scratchFolder } from '../helpers/session-file.js';
import { testWhere } from '../helpers/where.js';

/** Leakscope killed (SIGKILL) while heaptrack is in a program: the program must stop being traced, and go on as before. */

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const found = findHeaptrack();
const missing =
  noCompiler ??
  (!hasGdb
    ? 'there is no gdb here'
    : found && injectedLibrary(found)
      ? undefined
      : 'there is no heaptrack that can attach here');
const test = testWhere(!missing, missing ?? '');

afterEach(endTargets);

const soon = (): Promise<void> => new Promise((again) => setTimeout(again, 50));
const events = (pid: number): readonly string[] =>
  openFiles(pid).filter((file) => /events|\.heaptrack/.test(file));

async function goesOn(target: ProcessTarget): Promise<void> {
  target.say('keep');
  const first = Number(await target.line());
  target.say('keep');
  expect(Number(await target.line())).toBeGreaterThanOrEqual(first);
  expect(await target.finish()).toBe(7);
}

describe('when the recorder is killed', () => {
  test('heaptrack leaves the program that it was brought into, and its folder goes', async () => {
    const target = startTarget(nativeProgram('storming'), ['4']);
    await target.line();
    const file = join(scratchFolder(onTestFinished), 'r.leakscope');
    const args = ['record', '--pid', String(target.pid), '--native', 'heaptrack', '-o', file];
    const recorder = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
    onTestFinished(() => void recorder.kill('SIGKILL'));
    while (events(target.pid).length === 0) await soon();
    const folder = `leakscope-${recorder.pid}-`;
    const folders = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(folder));
    expect(folders().length).toBeGreaterThan(0);
    recorder.kill('SIGKILL');
    await once(recorder, 'exit');
    while (
      events(target.pid).length > 0 ||
      folders().some((name) => existsSync(join(tmpdir(), name, 'events')))
    )
      await soon();
    await goesOn(target);
  }, 120_000);

  test('heaptrack leaves a program that was started with it', async () => {
    const file = join(scratchFolder(onTestFinished), 'r.leakscope');
    const recorder = spawn(
      process.execPath,
      [CLI, 'run', '--native', '-o', file, '--', nativeProgram('storming'), '1'],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    );
    onTestFinished(() => void recorder.kill('SIGKILL'));
    const raw = `${file}.heaptrack`;
    while (!existsSync(file) || !existsSync(raw) || statSync(raw).size === 0) await soon();
    const children = readFileSync(`/proc/${recorder.pid}/task/${recorder.pid}/children`, 'utf8').split(' ');
    const program = children.map(Number).find((pid) => events(pid).length > 0) ?? 0;
    expect(program).toBeGreaterThan(0);
    onTestFinished(() => {
      if (events(program).length > 0) process.kill(program, 'SIGKILL');
    });
    // The shell that watches has begun when there is one that waits for a word.
    while (!watcherOf(raw)) await soon();
    recorder.kill('SIGKILL');
    await once(recorder, 'exit');
    while (events(program).length > 0 || existsSync(raw)) await soon();
    recorder.stdin.end();
    while (existsSync(`/proc/${program}`)) await soon();
  }, 120_000);
});

test('where heaptrack cannot be taken out, what it writes takes no room on the disk', async () => {
  const raw = join(scratchFolder(onTestFinished), 'deep', 'storm.heaptrack');
  mkdirSync(join(raw, '..'));
  const program = spawn(nativeProgram('storming'), ['1'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, LD_PRELOAD: found?.preload, DUMP_HEAPTRACK_OUTPUT: raw },
  });
  const { pid } = program as { pid: number };
  onTestFinished(() => void program.kill('SIGKILL'));
  while (!existsSync(raw) || statSync(raw).blocks * 512 < 4e6) await soon();
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const startTime = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  const { PATH } = process.env;
  process.env['PATH'] = '/nowhere';
  onTestFinished(() => {
    process.env['PATH'] = PATH;
  });
  const runtime = { kind: 'native', flavour: 'native' } as const;
  const leaving = leaveHeaptrack({ target: { pid, startTime, runtime }, raw, leftOvers: [raw] });
  // Its length goes on growing, and its blocks are given back.
  while (statSync(raw).blocks * 512 > statSync(raw).size / 2) await soon();
  const gone = once(program, 'exit');
  program.stdin.end();
  expect(await gone).toEqual([7, null]);
  await leaving;
  expect(existsSync(raw)).toBe(false);
}, 120_000);

test('heaptrack leaves a program that was started with it, and is not recorded after all', async () => {
  const raw = join(scratchFolder(onTestFinished), 'r.heaptrack');
  const start = launchWithHeaptrack(nativeProgram('storming'), undefined, raw);
  const program = spawn(nativeProgram('storming'), ['1'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...start.env },
  });
  const { pid } = program as { pid: number };
  onTestFinished(() => void program.kill('SIGKILL'));
  while (events(pid).length === 0) await soon();
  await start.cancel(pid);
  while (events(pid).length > 0 || existsSync(raw)) await soon();
  const gone = once(program, 'exit');
  program.stdin.end();
  expect(await gone).toEqual([7, null]);
}, 120_000);

/** The shell that would take heaptrack out, by the file that it was told of. */
function watcherOf(raw: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(raw) &&
        readFileSync(`/proc/${pid}/comm`, 'utf8') === 'sh\n'
      );
    } catch {
      return false;
    }
  });
}
