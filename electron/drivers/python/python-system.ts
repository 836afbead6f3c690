import { readFile } from 'node:fs/promises';
import { Failure } from '../../../shared/base/failure.js';
import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { readTargetStatus, requireRunning } from '../target-status.js';
import { enterPython, entryChecks } from './entry/enter.js';
import type { EntryRequest } from './entry/entry-request.js';
import { untilStanding } from './entry/held-entry.js';
import { holdsSocket } from './link/holds-socket.js';

/** What an attach asks of the system that the program runs on. */
export interface PythonSystem {
  /**
   * How the agent comes to us: by a socket with a path whose other end the kernel shows us (`named`), by one alone (`path`), or
   * by a port of this machine.
   */
  readonly meets: 'named' | 'path' | 'port';
  /** Whether the heap can be read in a copy of the process. Else it is read in the program itself. */
  readonly copies: boolean;
  checks(target: ProcessInfo): AsyncIterable<Check>;
  /** Clock ticks after boot, where there are such. Throws a Failure where the process has ended, or stands. */
  startTime(target: ProcessInfo): Promise<number>;
  /** Where the agent's script lies. */
  meeting(target: ProcessInfo, signal: AbortSignal): Promise<PrivateDirectory>;
  /**
   * Runs the script. Rejects with a Failure and its remedy. `onPending`: from now on it may be run later, whatever becomes of the
   * entry, so that it must stay where it is.
   */
  enter(request: EntryRequest, target: ProcessInfo, onPending: () => void): Promise<unknown>;
  /** Throws where a socket of that name is none of the process. */
  requireOwn(pid: number, name: string): Promise<void>;
  /** Whether an agent that somebody left behind may be in there. */
  othersAgents(pid: number, own: string): Promise<boolean>;
  here(target: ProcessInfo): Promise<boolean>;
}

export const linux: PythonSystem = {
  meets: 'named',
  copies: true,
  checks: ({ pid }) => entryChecks(pid),
  startTime: async (target) => (await requireRunning(target)).startTime,
  async meeting(target, signal) {
    await untilStanding(target.pid, signal);
    return makePrivateDirectory(await requireRunning(target));
  },
  enter: enterPython,
  async requireOwn(pid, name) {
    if ((await holdsSocket(pid, name)) === false) throw impostor(pid);
  },
  /** A process that was forked may have its parent's. */
  async othersAgents(pid, own) {
    const sockets = await readFile(`/proc/${pid}/net/unix`, 'latin1').catch(() => '@leakscope-0-');
    return sockets.split('\n').some((line) => /@leakscope-\d+-/.test(line) && !line.endsWith(`@${own}`));
  },
  async here({ pid, startTime }) {
    const status = await readTargetStatus(pid);
    if (!status || status.state === 'Z' || status.state === 'X') return false;
    return startTime === 0 || status.startTime === startTime;
  },
};

function impostor(pid: number): Failure {
  return new Failure(
    'python-impostor',
    `What answered in the name of process ${pid} is another process.`,
    'See which programs run as its user, and attach again.',
  );
}
