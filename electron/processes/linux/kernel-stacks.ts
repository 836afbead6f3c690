import { readFile } from 'node:fs/promises';
import type { KernelStack } from '../../../shared/api/inventory.js';
import { readThreads } from './read-threads.js';
import { SYSTEM_CALLS } from './system-calls.js';

/** More are not looked at: 100 ms of reading. */
const MOST = 1000;
const MOST_FRAMES = 64;

/** Reads where each thread of a process is, from files alone: it is not stopped. Throws when it is gone or hidden. */
export async function kernelStacks(pid: number): Promise<readonly KernelStack[]> {
  const threads = await readThreads(pid);
  return Promise.all(
    threads.slice(0, MOST).map(async ({ id, name, state }) => {
      const text = (file: string): Promise<string> =>
        readFile(`/proc/${pid}/task/${id}/${file}`, 'latin1').catch(() => '');
      const [call, wait, stack] = await Promise.all([text('syscall'), text('wchan'), text('stack')]);
      const calls = callOf(call);
      const waits = wait.trim();
      return {
        id,
        name,
        state,
        ...(calls !== undefined && { call: calls }),
        ...(waits !== '' && waits !== '0' && { waitsIn: waits }),
        frames: framesOf(stack),
      };
    }),
  );
}

/** Of /proc/PID/task/TID/syscall: `running`, `-1 …` outside of a call, or the number of the call first. */
export function callOf(line: string): string | undefined {
  const [word = ''] = line.trim().split(' ', 1);
  if (word === '') return undefined;
  if (word === 'running' || word === '-1') return 'running';
  const number = Number(word);
  return SYSTEM_CALLS[process.arch]?.[number] ?? `call ${word}`;
}

/** Lines such as `[<0>] futex_wait_queue+0x7f/0x120`. */
export function framesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => /^\[<\w+>\] ([\w.]+)/.exec(line)?.[1] ?? [])
    .slice(0, MOST_FRAMES);
}
