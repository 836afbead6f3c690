import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { cgroupMemory } from './cgroup.js';

/** Memory that a process can still take before a limit ends it. */
export interface Headroom {
  readonly bytes: number;
  readonly limitedBy: 'cgroup' | 'machine';
}

/** The tighter of the machine's available memory and the process's control group. Never below 0. */
export function memoryHeadroom(pid: number): Headroom {
  const machine = machineAvailable();
  const group = cgroupMemory(pid);
  if (group?.limit !== undefined) {
    const free = Math.max(0, group.limit - group.usage + group.reclaimable);
    if (free < machine) return { bytes: free, limitedBy: 'cgroup' };
  }
  return { bytes: machine, limitedBy: 'machine' };
}

/** MemAvailable counts what the kernel can drop; elsewhere only what is free is known. */
function machineAvailable(): number {
  try {
    const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'latin1'))?.[1];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return freemem();
}
