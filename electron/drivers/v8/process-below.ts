import { readdir } from 'node:fs/promises';
import type { ProcessKey } from '../../../shared/model/process.js';
import { readProc, readTargetStatus } from '../target-status.js';

/** Generations between a browser and a page: zygotes and sandboxes. */
const MOST_ABOVE = 16;

/**
 * The process below `main`, or `main` itself, that `main` knows by the PID `inner`: in a container another one than we know it by.
 * Undefined where there is none; a PID alone could be anybody's.
 */
export async function processBelow(main: number, inner: number): Promise<ProcessKey | undefined> {
  const depth = (await pidsOf(main)).length - 1;
  if (depth < 0) return undefined;
  const candidates = depth === 0 ? [inner] : (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  for (const pid of candidates) {
    if ((await pidsOf(pid))[depth] !== inner || !(await isBelow(pid, main))) continue;
    const status = await readTargetStatus(pid);
    return status && { pid, startTime: status.startTime };
  }
  return undefined;
}

/** A number for each namespace that it is in, from ours inwards. */
async function pidsOf(pid: number): Promise<readonly number[]> {
  const status = (await readProc(pid, 'status')) ?? '';
  return /^NSpid:\s*(.+)$/m.exec(status)?.[1].trim().split(/\s+/).map(Number) ?? [];
}

async function isBelow(pid: number, main: number): Promise<boolean> {
  let at = pid;
  for (let above = 0; above < MOST_ABOVE && at > 1; above++) {
    if (at === main) return true;
    at = Number(/^PPid:\s*(\d+)$/m.exec((await readProc(at, 'status')) ?? '')?.[1] ?? 0);
  }
  return at === main;
}
