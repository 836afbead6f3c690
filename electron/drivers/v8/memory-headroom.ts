import { readFile } from 'node:fs/promises';
import { freemem } from 'node:os';
import { dirname, join } from 'node:path';
import { readProc } from './target-status.js';

export interface Headroom {
  /** Bytes that the process may still take. */
  readonly free: number;
  readonly limitedBy: 'cgroup' | 'machine';
}

/** The tightest of the machine and every cgroup above the process, version 2 or 1. */
export async function memoryHeadroom(pid: number): Promise<Headroom> {
  const machine: Headroom = { free: await machineAvailable(), limitedBy: 'machine' };
  const free = await cgroupFree(pid);
  return free !== undefined && free < machine.free ? { free, limitedBy: 'cgroup' } : machine;
}

async function machineAvailable(): Promise<number> {
  const meminfo = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(meminfo)?.[1];
  return available === undefined ? freemem() : Number(available) * 1024;
}

const ROOT = '/sys/fs/cgroup';
const V2 = { limit: 'memory.max', used: 'memory.current' };
const V1 = { limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes' };

async function cgroupFree(pid: number): Promise<number | undefined> {
  const lines = (await readProc(pid, 'cgroup'))?.trim().split('\n') ?? [];
  let least: number | undefined;
  for (const line of lines) {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || (controllers !== '' && !controllers.split(',').includes('memory'))) continue;
    const root = controllers === '' ? ROOT : join(ROOT, 'memory');
    const files = controllers === '' ? V2 : V1;
    for (let at = join(root, path); at.startsWith(root); at = dirname(at)) {
      const free = await freeIn(at, files);
      if (free !== undefined) least = Math.min(least ?? free, free);
      if (at === root) break;
    }
  }
  return least;
}

async function freeIn(directory: string, files: typeof V2): Promise<number | undefined> {
  const [limit, used] = await Promise.all(
    [files.limit, files.used].map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8').catch(() => '');
      return /^\d+\s*$/.test(text) ? Number(text) : undefined; // `max` is no limit
    }),
  );
  // Version 1 says "none" by a number near 2^63.
  if (limit === undefined || used === undefined || limit > 2 ** 60) return undefined;
  return Math.max(0, limit - used + (await reclaimable(directory)));
}

/** The page cache of files is given back before the limit is hit. */
async function reclaimable(directory: string): Promise<number> {
  const stat = await readFile(join(directory, 'memory.stat'), 'utf8').catch(() => '');
  return Number(/^(?:total_)?inactive_file (\d+)/m.exec(stat)?.[1] ?? 0);
}
