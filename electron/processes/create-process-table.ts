import { LinuxProcessTable } from './linux/linux-process-table.js';
import { PortableProcessTable } from './portable/portable-process-table.js';
import type { ProcessTable } from './process-table.js';

/** The table that this system can give. */
export function createProcessTable(): ProcessTable {
  return process.platform === 'linux' ? new LinuxProcessTable() : new PortableProcessTable();
}
