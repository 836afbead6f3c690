import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where control groups with a memory limit can be made here, and the names of their files. */
export interface MemoryGroups {
  readonly mount: string;
  readonly limit: string;
  readonly usage: string;
}

const KINDS: readonly MemoryGroups[] = [
  { mount: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes', usage: 'memory.usage_in_bytes' },
  { mount: '/sys/fs/cgroup', limit: 'memory.max', usage: 'memory.current' },
];

/** v1's memory controller, or v2 with memory given to children; undefined where neither lets us. */
export function memoryGroups(): MemoryGroups | undefined {
  return KINDS.find(({ mount, limit }) => {
    const probe = join(mount, `leakscope-probe-${process.pid}`);
    try {
      mkdirSync(probe);
      try {
        writeFileSync(join(probe, limit), String(100 << 20), { flag: 'r+' });
        return true;
      } finally {
        rmdirSync(probe);
      }
    } catch {
      return false;
    }
  });
}
