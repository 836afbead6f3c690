import { readFile, readlink } from 'node:fs/promises';
import { Failure } from '../../shared/base/failure.js';
import type { ProcessKey } from '../../shared/model/process.js';

/** What Linux says about a process that matters before anything is sent to it. */
export interface TargetStatus {
  readonly pid: number;
  /** As `/proc/PID/stat` has it: R, S, D, T stopped, t traced, Z zombie. */
  readonly state: string;
  readonly uid: number;
  readonly gid: number;
  /** Signals with a handler of the process's own, bit n-1 for signal n. */
  readonly caught: bigint;
  /** Its PID in its own PID namespace: what `process.pid` says inside. */
  readonly innerPid: number;
  /** Clock ticks after boot. */
  readonly startTime: number;
}

/** Undefined when there is no such process. */
export async function readTargetStatus(pid: number): Promise<TargetStatus | undefined> {
  const [status, stat] = await Promise.all([readProc(pid, 'status'), readProc(pid, 'stat')]);
  if (status === undefined || stat === undefined) return undefined;
  const line = (name: string): readonly string[] =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1].trim().split(/\s+/) ?? [];
  // The name in parentheses may itself hold parentheses and spaces.
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    state: afterName[0],
    uid: Number(line('Uid')[1]),
    gid: Number(line('Gid')[1]),
    caught: BigInt(`0x${line('SigCgt')[0] ?? '0'}`),
    innerPid: Number(line('NSpid').at(-1) ?? pid),
    startTime: Number(afterName[19]),
  };
}

export const exitedMeanwhile = (pid: number): Failure =>
  new Failure('target-exited', `Process ${pid} exited while it was being attached to.`);

/** The status of this very process, or a Failure saying why nothing can be sent to it. */
export async function requireRunning({ pid, startTime }: ProcessKey): Promise<TargetStatus> {
  const status = await readTargetStatus(pid);
  if (!status) throw noSuchProcess(pid);
  if (startTime > 0 && status.startTime !== startTime) {
    throw new Failure(
      'no-such-process',
      `Process ${pid} is no longer the one that was chosen: its number was given to another.`,
      'Refresh the list of processes and choose again.',
    );
  }
  if (status.state === 'Z' || status.state === 'X') {
    throw new Failure('zombie', `Process ${pid} has exited and only waits for its parent to notice.`);
  }
  if (status.state === 'T') {
    throw new Failure(
      'stopped',
      `Process ${pid} is stopped (SIGSTOP).`,
      `Continue it first: kill -CONT ${pid}`,
    );
  }
  if (status.state === 't') {
    throw new Failure(
      'stopped',
      `Process ${pid} is held by a debugger.`,
      'Let it run on in that debugger first.',
    );
  }
  return status;
}

/** How long a process has been there, ms. */
export async function ageOf({ startTime }: TargetStatus): Promise<number> {
  const uptime = Number.parseFloat(await readFile('/proc/uptime', 'utf8'));
  return uptime * 1000 - startTime * (1000 / TICKS_PER_SECOND);
}

/** USER_HZ, which Linux fixes for what it shows to programs. */
const TICKS_PER_SECOND = 100;

export const noSuchProcess = (pid: number): Failure =>
  new Failure('no-such-process', `There is no process ${pid}.`, 'Refresh the list of processes.');

export async function readProc(pid: number | 'self', name: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether the process sees the same network (`net`) or the same files (`mnt`) as we do. */
export async function sharesNamespace(pid: number, kind: 'net' | 'mnt' | 'pid'): Promise<boolean> {
  try {
    const [ours, theirs] = await Promise.all(['self', pid].map((who) => readlink(`/proc/${who}/ns/${kind}`)));
    return ours === theirs;
  } catch {
    return true; // not readable: the connection will tell
  }
}

/** Whether there is a process of that number; a zombie is one. Where there is no /proc, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
