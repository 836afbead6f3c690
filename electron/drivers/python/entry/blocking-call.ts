import { readFileSync } from 'node:fs';
import type { PythonBuild } from './python-build.js';

/**
 * System calls in which a thread waits for the world: CPython lets go of the GIL around every one, and no lock of an
 * allocator is held there. By number, x86-64 and (the generic table of) aarch64.
 */
const BLOCKING: Readonly<Record<'x64' | 'arm64', ReadonlySet<number>>> = {
  // read poll select pause nanosleep accept recvfrom recvmsg wait4 msgrcv semop rt_sigtimedwait rt_sigsuspend futex
  // epoll_wait clock_nanosleep waitid pselect6 ppoll epoll_pwait accept4 recvmmsg epoll_pwait2 flock
  x64: new Set([
    0, 7, 23, 34, 35, 43, 45, 47, 61, 65, 70, 73, 128, 130, 202, 230, 232, 247, 270, 271, 281, 288, 299, 441,
  ]),
  arm64: new Set([
    22, 32, 63, 72, 73, 95, 98, 101, 115, 133, 137, 188, 193, 202, 207, 212, 242, 243, 260, 441,
  ]),
};

/** `address` is the call's first argument; for a futex the address waited on. */
export interface BlockingCall {
  readonly number: number;
  readonly address: number;
}

/** The system call that a thread sleeps in, or undefined while it runs or may not be asked. */
export function blockingCall(
  pid: number,
  thread: number,
  arch: PythonBuild['arch'],
): BlockingCall | undefined {
  if (arch === 'other') return undefined;
  try {
    const [number, address] = readFileSync(`/proc/${pid}/task/${thread}/syscall`, 'latin1')
      .split(' ')
      .map(Number);
    return BLOCKING[arch].has(number ?? -1) ? { number: number ?? -1, address: address ?? 0 } : undefined;
  } catch {
    return undefined;
  }
}
