import { readdirSync, readFileSync } from 'node:fs';

/** `/proc/PID/stat` as far as an entry needs it. */
export interface ProcessStatus {
  /** `R` running, `S` sleeping, `D` in the kernel, `T` stopped, `t` traced, `Z` zombie, `X` dead. */
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** 0 when it has no terminal. */
  readonly terminal: number;
  readonly kernelThread: boolean;
  /** Clock ticks after boot. */
  readonly startTime: number;
}

const PF_KTHREAD = 0x200000;

/** Undefined when there is no such process. */
export function processStatus(pid: number): ProcessStatus | undefined {
  return statusIn(`/proc/${pid}/stat`);
}

/** Each thread's state, by thread id. Empty when the process is gone. */
export function threadIds(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

export function threadState(pid: number, thread: number): string | undefined {
  return statusIn(`/proc/${pid}/task/${thread}/stat`)?.state;
}

/** A field of `/proc/PID/status`: `TracerPid`, `Uid`, `NSpid`. */
export function statusField(pid: number | 'self', field: string): string | undefined {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'latin1')
      .split('\n')
      .find((each) => each.startsWith(`${field}:`));
    return line?.slice(field.length + 1).trim();
  } catch {
    return undefined;
  }
}

function statusIn(path: string): ProcessStatus | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
  // The name in brackets may hold anything, brackets and spaces included.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '?'] = fields;
  return {
    state,
    parent: Number(fields[1]),
    session: Number(fields[3]),
    terminal: Number(fields[4]),
    kernelThread: (Number(fields[6]) & PF_KTHREAD) !== 0,
    startTime: Number(fields[19]),
  };
}
