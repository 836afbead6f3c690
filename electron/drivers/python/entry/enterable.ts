import { Failure } from '../../../../shared/base/failure.js';
import { PENDING_LAYOUTS } from './pending-layout.js';
import { processStatus, statusField } from './process-status.js';
import type { PythonBuild } from './python-build.js';
import { buildName, notEnterable } from './refusals.js';

/** The last minor whose table of offsets is known. */
const NEWEST = 15;

/** Throws for a state in which no way in can work, before anything is opened. */
export function refuseState(pid: number): void {
  const status = processStatus(pid);
  if (!status) throw new Failure('no-such-process', `There is no process ${pid}.`);
  if (status.kernelThread) throw new Failure('kernel-thread', `Process ${pid} is a thread of the kernel.`);
  if (status.state === 'Z' || status.state === 'X') {
    throw new Failure('zombie', `Process ${pid} has ended and waits for its parent to collect it.`);
  }
  const tracer = Number(statusField(pid, 'TracerPid') ?? 0);
  if (tracer !== 0) {
    throw new Failure(
      'target-traced',
      `Process ${pid} is under a debugger or tracer, process ${tracer}.`,
      'Detach that one first.',
    );
  }
  if (status.state === 'T') {
    throw new Failure(
      'target-stopped',
      `Process ${pid} is suspended.`,
      `Let it go on first: kill -CONT ${pid}`,
    );
  }
}

/** Throws for a build that is known not to be enterable. Whether a layout really is as known, the entry itself checks. */
export function refuseBuild(pid: number, build: PythonBuild): void {
  const { minor } = build;
  if (minor < 8) {
    throw new Failure(
      'python-too-old',
      `Process ${pid} runs ${buildName(build)}; the oldest that can be entered is 3.8.`,
    );
  }
  if (minor > NEWEST) {
    throw new Failure(
      'python-too-new',
      `Process ${pid} runs ${buildName(build)}, which is newer than this Leakscope.`,
      'Update Leakscope, or start the program with it: leakscope run -- COMMAND.',
    );
  }
  if (build.arch === 'other') throw notEnterable(pid, build, 'only x86-64 and aarch64 are known');
  if (build.remoteDebugDisabled) {
    throw new Failure(
      'remote-debug-disabled',
      `Process ${pid}, ${buildName(build)}, was started with remote debugging disabled.`,
      'Start it without PYTHON_DISABLE_REMOTE_DEBUG and without -X disable_remote_debug.',
    );
  }
  if (minor >= 14) return; // it carries a table of its own layout, whatever the build
  if (!PENDING_LAYOUTS.has(minor)) throw notEnterable(pid, build, 'its memory layout is not known');
  if (build.freeThreaded) throw notEnterable(pid, build, 'free-threaded builds can be from 3.14 on');
  if (build.debug) throw notEnterable(pid, build, 'debug builds can be from 3.14 on');
  if (build.libc !== 'glibc') {
    throw notEnterable(
      pid,
      build,
      'with this C library no memory in it is known to be free; 3.14 needs none',
    );
  }
}
