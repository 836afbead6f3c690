import { readdirSync, readFileSync } from 'node:fs';
import { sharesNamespace } from '../target-status.js';

/**
 * Turns the number that a thread of `pid` has in its own PID namespace, which is what the program knows, into the one that it
 * has in ours. Undefined for a thread that has ended.
 */
export async function threadNumbers(pid: number): Promise<(own: number) => number | undefined> {
  if (await sharesNamespace(pid, 'pid')) return (own) => own;
  const numbers = new Map<number, number>();
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const own = ownNumber(`/proc/${pid}/task/${thread}/status`);
      if (own !== undefined) numbers.set(own, Number(thread));
    }
  } catch {
    // The process has ended.
  }
  return (own) => numbers.get(own);
}

/** `NSpid` has a number for each namespace, the innermost last. */
function ownNumber(file: string): number | undefined {
  try {
    const [, numbers] = /^NSpid:\s*(.+)$/m.exec(readFileSync(file, 'latin1')) ?? [];
    return numbers === undefined ? undefined : Number(numbers.trim().split(/\s+/).at(-1));
  } catch {
    return undefined;
  }
}
