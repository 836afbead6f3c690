import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { isAlive, noSuchProcess } from '../target-status.js';
import { ownInterpreter } from './entry/own-interpreter.js';
import { enterRemotely, type FindInterpreter, remoteChecks } from './entry/remote-entry.js';
import type { PythonSystem } from './python-system.js';

/** What a test gives that has the target in a chroot. */
interface Places {
  readonly interpreter?: FindInterpreter;
  readonly meeting?: (target: ProcessInfo) => Promise<PrivateDirectory>;
}

/**
 * Where there is no /proc: CPython 3.14 and later, entered by its own interpreter. Nothing of the process is read from outside, so
 * its heap is read in itself. Written by CPython's documentation and run on Linux; no macOS and no Windows could be had.
 */
export function elsewhereSystem(platform: NodeJS.Platform, places: Places = {}): PythonSystem {
  const interpreter: FindInterpreter =
    places.interpreter ?? (async (target) => [ownInterpreter(target)] as const);
  return {
    meets: platform === 'win32' ? 'port' : 'path',
    copies: false,
    checks: (target) => remoteChecks(target, platform, interpreter),
    async startTime({ pid, startTime }) {
      if (!isAlive(pid)) throw noSuchProcess(pid);
      return startTime;
    },
    meeting: places.meeting ?? (async ({ pid }) => makePrivateDirectory(await statusOf(pid, platform))),
    enter: async (request, target, onPending) => enterRemotely(request, target, interpreter, onPending),
    requireOwn: async () => undefined,
    othersAgents: async () => false,
    here: async ({ pid }) => isAlive(pid),
  };
}

/** As far as a folder of its user needs it: with sudo, which macOS wants, that is not ours. */
async function statusOf(pid: number, platform: NodeJS.Platform) {
  const [uid, gid] = platform === 'win32' ? [0, 0] : await userOf(pid);
  return { pid, uid, gid, startTime: 0, state: 'S', caught: 0n, innerPid: pid };
}

async function userOf(pid: number): Promise<readonly [number, number]> {
  const asked = await promisify(execFile)('ps', ['-o', 'uid=,gid=', '-p', String(pid)], { timeout: 10_000 });
  const [, uid, gid] = /^\s*(\d+)\s+(\d+)\s*$/.exec(asked.stdout) ?? [];
  if (uid === undefined)
    throw new Failure('python-entry', `The system does not tell whose process ${pid} is.`);
  return [Number(uid), Number(gid)];
}
