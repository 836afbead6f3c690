import { readFileSync } from 'node:fs';
import type { RuntimeInfo } from '../../../shared/model/runtime.js';
import { childType } from '../child-role.js';
import { KERNEL_THREAD, type ProcStat } from './proc-stat.js';
import { CAP_SYS_PTRACE, type ProcStatus, readProcStatus } from './proc-status.js';

/** Whether more than its RSS can be had of a process, and what would be missing or in the way. */
export interface Attachability {
  readonly attachable: boolean;
  /** One sentence saying why, one saying what to do. */
  readonly reason?: string;
}

export interface Candidate {
  readonly pid: number;
  readonly stat: ProcStat;
  readonly status: ProcStatus | undefined;
  readonly user: string;
  readonly runtime: RuntimeInfo;
  /** False where its executable is hidden from us: the kernel refuses the same as for its memory. */
  readonly visible: boolean;
  readonly command: readonly string[];
  /** `NAME=VALUE` as at its start; of runtimes that take flags from there. */
  readonly environment?: readonly string[];
}

/** What decides on our side. Read once: it does not change while we run, but for Yama's switch. */
export interface Ourselves {
  readonly pid: number;
  readonly uid: number;
  readonly mayTrace: boolean;
  /** /proc/sys/kernel/yama/ptrace_scope; 0 where there is no Yama. */
  readonly ptraceScope: number;
}

export function attachability(candidate: Candidate, us: Ourselves): Attachability {
  const { pid, stat, status, user } = candidate;
  if (pid === us.pid) return no('This is Leakscope itself.');
  if (stat.flags & KERNEL_THREAD) return no('It is a thread of the kernel and has no memory of its own.');
  if (stat.state === 'Z' || stat.state === 'X')
    return no('It has ended; only its parent has not taken notice.');
  if (!candidate.visible) {
    if (us.uid === 0)
      return no(
        'The kernel hides its memory from us. Give leakscope CAP_SYS_PTRACE (docker run --cap-add=SYS_PTRACE).',
      );
    return status && status.uid !== us.uid
      ? no(`It belongs to ${user}. Run leakscope as ${user} or with sudo.`)
      : no('The kernel hides its memory (it has changed its rights). Run leakscope with sudo.');
  }
  const lacking = lack(candidate, us);
  return lacking ? { attachable: true, reason: lacking } : { attachable: true };
}

function no(reason: string): Attachability {
  return { attachable: false, reason };
}

/** Why only the system's figures will be there. */
function lack(
  { runtime, command, status, stat, environment = [] }: Candidate,
  us: Ourselves,
): string | undefined {
  if (stat.state === 'T') return 'It is stopped: its runtime answers after `kill -CONT`.';
  switch (runtime.flavour) {
    case 'cpython':
      return lackOfPython(runtime, status, us);
    case 'deno':
      return has(command, '--inspect')
        ? undefined
        : 'Deno opens no inspector later: only the system’s figures. Start it with --inspect.';
    case 'chrome':
      if (childType(command) !== undefined)
        return 'It is a child of the browser: attach to the browser’s main process.';
      return has(command, '--remote-debugging-port') || has(command, '--remote-debugging-pipe')
        ? undefined
        : 'Only the system’s figures. Start the browser with --remote-debugging-port=0 and a --user-data-dir.';
    case 'electron':
      // What `utilityProcess.fork` started runs Node and is entered as such.
      return childType(command) === undefined || /node\.mojom\.NodeService/.test(command.join(' '))
        ? undefined
        : 'It is a child of an Electron app: attach to its main process, which brings its windows.';
    case 'node':
      return has([...command, ...wordsOf(environment, 'NODE_OPTIONS')], '--disable-sigusr1')
        ? 'It was started with --disable-sigusr1: only the system’s figures. Start it without, or with --inspect.'
        : undefined;
    case 'bun':
      return has([...command, ...wordsOf(environment, 'BUN_OPTIONS')], '--inspect') ||
        wordsOf(environment, 'BUN_INSPECT').length > 0
        ? undefined
        : 'Bun opens no inspector later: only the system’s figures. Start it with --inspect=127.0.0.1:0/leakscope.';
    default:
      return undefined;
  }
}

function lackOfPython(
  runtime: RuntimeInfo,
  status: ProcStatus | undefined,
  us: Ourselves,
): string | undefined {
  const [major = 0, minor = 0] = (runtime.version ?? '3.8').split('.').map(Number);
  if (major < 3 || (major === 3 && minor < 8))
    return `Python ${runtime.version} is too old (3.8 is the first): only the system’s figures.`;
  if (status && status.tracer !== 0)
    return `Process ${status.tracer} traces it (a debugger?): only the system’s figures until that ends.`;
  if (us.ptraceScope > 0 && !us.mayTrace)
    return us.ptraceScope >= 3
      ? 'ptrace_scope is 3: no process may be entered until a reboot; only the system’s figures.'
      : `ptrace_scope is ${us.ptraceScope}: only the system’s figures. Run \`sudo sysctl kernel.yama.ptrace_scope=0\`, or leakscope with sudo.`;
  return undefined;
}

const wordsOf = (environment: readonly string[], name: string): readonly string[] =>
  environment
    .filter((entry) => entry.startsWith(`${name}=`))
    .flatMap((entry) => entry.slice(name.length + 1).split(/\s+/))
    .filter(Boolean);

const has = (command: readonly string[], flag: string): boolean =>
  command.some(
    (argument) => argument === flag || argument.startsWith(`${flag}=`) || argument.startsWith(`${flag}-`),
  );

export function ourselves(): Ourselves {
  const status = readProcStatus('self');
  return {
    pid: process.pid,
    uid: status?.uid ?? process.geteuid?.() ?? -1,
    mayTrace: ((status?.capabilities ?? 0n) & CAP_SYS_PTRACE) !== 0n,
    ptraceScope: ptraceScope(),
  };
}

function ptraceScope(): number {
  try {
    return Number(readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'latin1').trim()) || 0;
  } catch {
    return 0;
  }
}
