import { readFileSync } from 'node:fs';
import { Failure, saying } from '../../../../shared/base/failure.js';
import { processStatus, statusField } from './process-status.js';
import type { PythonBuild } from './python-build.js';

/** What an error met on the way in means to a person. Failures pass as they are. */
export function refusalOf(error: unknown, pid: number): Failure {
  if (error instanceof Failure) return error;
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (!processStatus(pid) || code === 'ESRCH')
    return new Failure('no-such-process', `Process ${pid} has ended.`);
  if (code === 'EACCES' || code === 'EPERM') return permissionRefusal(pid);
  if (code === 'EIO') {
    return new Failure(
      'not-permitted',
      `The kernel refused access to the memory of process ${pid}.`,
      'If the kernel was started with proc_mem.force_override=never or a lockdown, gdb is the only way in: install gdb.',
    );
  }
  return new Failure('python-entry', `Process ${pid} could not be entered: ${saying(error)}.`);
}

/** Why `/proc/PID/mem` is closed to us, and what opens it. */
export function permissionRefusal(pid: number): Failure {
  const ours = process.geteuid?.() ?? -1;
  const owner = Number(statusField(pid, 'Uid')?.split('\t')[0] ?? Number.NaN);
  const scope = yamaScope();
  if (owner !== ours && ours !== 0) {
    return new Failure(
      'not-permitted',
      `Process ${pid} belongs to ${owner === 0 ? 'root' : `user ${owner}`}, and you are user ${ours}.`,
      'Run Leakscope as that user, or with sudo.',
    );
  }
  if (scope === 3) {
    return new Failure(
      'not-permitted',
      'The kernel forbids attaching to any process (kernel.yama.ptrace_scope is 3).',
      'Set kernel.yama.ptrace_scope=1 in /etc/sysctl.d and reboot, or start the program with: leakscope run -- COMMAND.',
    );
  }
  if (ours !== 0 && (scope === 1 || scope === 2)) {
    return new Failure(
      'not-permitted',
      `The kernel allows attaching to ${scope === 1 ? 'own children' : 'processes as root'} only (kernel.yama.ptrace_scope is ${scope}).`,
      'Run: sudo sysctl kernel.yama.ptrace_scope=0, or start Leakscope with sudo.',
    );
  }
  if (ours === 0) {
    return new Failure(
      'not-permitted',
      `Process ${pid} may not be traced, although you are root here.`,
      'In a container, add the capability: docker run --cap-add=SYS_PTRACE, and share the PID namespace of the target.',
    );
  }
  return new Failure(
    'not-permitted',
    `Process ${pid} does not let its own user trace it (it changed users, or has capabilities of its own).`,
    'Start Leakscope with sudo.',
  );
}

/** 0 to 3; undefined where the kernel has no Yama. */
export function yamaScope(): number | undefined {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'latin1'));
  } catch {
    return undefined;
  }
}

/** `CPython 3.11.7 (/usr/lib/libpython3.11.so.1.0)`: every refusal names the build. */
export function buildName(build: PythonBuild): string {
  const traits = [build.freeThreaded && 'free-threaded', build.debug && 'debug'].filter(Boolean).join(', ');
  return `CPython ${build.version}${traits ? `, ${traits}` : ''} (${build.module})`;
}

/** The build, why it cannot be entered, and the way that always works. */
export function notEnterable(pid: number, build: PythonBuild, because: string): Failure {
  return new Failure(
    'python-build',
    `Process ${pid} runs ${buildName(build)}, which cannot be entered from outside: ${because}.`,
    'Start the program with Leakscope instead: leakscope run -- COMMAND.',
  );
}

/** The interpreter is not up yet, or no longer: nothing about its build is wrong. */
export function passing(pid: number): Failure {
  return new Failure(
    'python-ending',
    `The Python in process ${pid} is starting up or shutting down.`,
    'Try again if the process is still there in a moment.',
  );
}
