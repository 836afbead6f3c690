import { LinuxProcessTable } from './linux/linux-process-table.js';
import type { ProcessTable } from './process-table.js';
import { PsProcessTable } from './ps/ps-process-table.js';

/** The table that this system can give. */
export function createProcessTable(): ProcessTable {
  return process.platform === 'linux' ? new LinuxProcessTable() : new PsProcessTable();
}
