import type { ProcessKey } from '../../shared/model/process.js';
import { cgroupCounter } from '../drivers/cgroup.js';
import { LinuxReader } from './linux/linux-reader.js';
import type { LedgerOf } from './linux/slow-reader.js';
import { PortableReader } from './portable/portable-reader.js';
import type { SystemReader } from './system-reader.js';

/** The reader that this system can give. */
export function openReader(key: ProcessKey, ledger?: LedgerOf): SystemReader {
  return process.platform === 'linux'
    ? new LinuxReader(key, cgroupCounter(key.pid), ledger)
    : new PortableReader(key, ledger);
}
