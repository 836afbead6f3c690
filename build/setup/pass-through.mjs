import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { withOwnAllocator } from './own-allocator.mjs';

/**
 * Runs `command` in this process's place: its streams, its signals, its exit status.
 * A terminal sends Ctrl-C to both of us; we wait, the child decides. The fourth descriptor is a pipe that says to the
 * child, by its end, that we are gone.
 */
export function passThrough(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      env: { ...withOwnAllocator(env), LEAKSCOPE_LIFELINE: '3' },
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    child.on('error', (error) => {
      process.stderr.write(`leakscope: ${error.message}\n`);
      process.exitCode = 1;
      resolve();
    });
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
      resolve();
    });
  });
}
