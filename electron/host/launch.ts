import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Failure } from '../../shared/base/failure.js';
import type { Launched } from '../api/recording-service.js';

/**
 * Starts a program with our own streams, so that it behaves as if it had been started by hand; `env` is added to our
 * environment. Throws a Failure.
 */
export function launch(
  command: string,
  args: readonly string[],
  cwd: string | undefined,
  env?: Readonly<Record<string, string>>,
): Promise<Launched> {
  const child = spawn(command, args, {
    cwd,
    stdio: 'inherit',
    ...(env && { env: { ...process.env, ...env } }),
  });
  running.add(child);
  const exitStatus = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
  return new Promise((resolve, reject) => {
    child.once('spawn', () => resolve({ pid: child.pid as number, exitStatus }));
    child.once('error', (error: NodeJS.ErrnoException) => {
      running.delete(child);
      const missing = error.code === 'ENOENT';
      reject(
        new Failure(
          'not-started',
          missing ? `There is no program ${command}.` : `${command} cannot be started: ${error.message}.`,
          'Check the name and the PATH.',
        ),
      );
    });
  });
}

const running = new Set<ChildProcess>();

/**
 * At our end: programs that were started here and still run go on without us, as those do that were attached to.
 * Answers their PIDs.
 */
export function leaveLaunched(): readonly number[] {
  for (const child of running) child.unref();
  return [...running].flatMap(({ pid }) => pid ?? []);
}
