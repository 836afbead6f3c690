import { freemem } from 'node:os';
import { sizeText } from '../../shared/base/quantity.js';
import type { Check } from '../../shared/model/preflight.js';
import { ourselves } from './linux/attachability.js';

/** What on this machine would stop an attach to any process, each with its fix. */
export async function machineChecks(): Promise<readonly Check[]> {
  const memory: Check = { check: 'free memory', ok: true, found: `${sizeText(freemem())} free` };
  if (process.platform !== 'linux')
    return [
      {
        check: 'system',
        ok: true,
        found:
          `${process.platform}: of each process its RSS and CPU, once a second, and of RSS what its runtime says of its heap. This ` +
          'system tells no memory maps, PSS, threads or descriptors: that part of the account stays unexplained',
      },
      memory,
    ];
  const { ptraceScope, mayTrace, uid } = ourselves();
  return [
    {
      check: 'ptrace_scope',
      ok: ptraceScope === 0 || (mayTrace && ptraceScope < 3),
      found: `ptrace_scope is ${ptraceScope}${ptraceScope > 0 && !mayTrace ? ': CPython processes cannot be entered' : ''}`,
      ...(ptraceScope > 0 && {
        fix: 'Run `sudo sysctl kernel.yama.ptrace_scope=0`, or leakscope with sudo.',
      }),
    },
    {
      check: 'rights',
      ok: true,
      found: mayTrace
        ? 'processes of every user (CAP_SYS_PTRACE)'
        : `processes of user ${uid} only: for others run leakscope with sudo, in a container with --cap-add=SYS_PTRACE`,
    },
    memory,
  ];
}
