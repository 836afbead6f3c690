import { readFileSync } from 'node:fs';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessKey } from '../../../shared/model/process.js';

export type Identity = { readonly same: true } | { readonly same: false; readonly failure: Failure };

/** Whether the process is still the one that was listed, and lives. Elsewhere than on Linux the PID alone decides. */
export function identity({ pid, startTime }: ProcessKey): Identity {
  if (process.platform !== 'linux') return exists(pid) ? { same: true } : gone(pid);
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return gone(pid);
  }
  // The name, in brackets, may hold anything; what follows it is fields from the third on.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (Number(fields[19]) !== startTime)
    return differs('pid-reused', `Process ${pid} ended, and its PID was given to another one.`);
  if (fields[0] === 'Z' || fields[0] === 'X')
    return differs('process-ended', `Process ${pid} has ended; only its parent has not taken notice.`);
  return { same: true };
}

function gone(pid: number): Identity {
  return differs('no-such-process', `There is no process ${pid}.`);
}

function differs(code: string, message: string): Identity {
  return { same: false, failure: new Failure(code, message, 'Choose one from leakscope ps.') };
}

/** Signal 0 asks only; a refusal means that there is one, of somebody else. */
function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
