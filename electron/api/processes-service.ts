import type { ProcessesApi } from '../../shared/api/processes.js';
import { Failure } from '../../shared/base/failure.js';
import type { Check } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { DriverRegistry } from '../drivers/registry.js';
import type { ProcessTable } from '../processes/process-table.js';
import { addressSchema, pidSchema } from './schemas.js';
import { validated } from './validated.js';

export interface ProcessesOptions {
  readonly table: ProcessTable;
  readonly registry: DriverRegistry;
  /** What would stop any attach here. */
  machineChecks(): Promise<readonly Check[]>;
}

export function processesService({ table, registry, machineChecks }: ProcessesOptions): ProcessesApi {
  const existing = async (given: unknown): Promise<ProcessInfo> => {
    const pid = validated(pidSchema, given, 'pid');
    const found = await table.get(pid);
    if (!found) throw noSuchProcess(pid);
    return found;
  };
  return {
    async list() {
      const rows = await table.list();
      return rows.map((row) => ({ ...row, curve: table.curve(row) }));
    },
    async doctor(pid) {
      if (pid === undefined) return machineChecks();
      const process = await existing(pid);
      const checks: Check[] = [];
      for await (const check of registry.driverFor(process).preflight(process)) checks.push(check);
      return checks;
    },
    async behind(given) {
      const address = validated(addressSchema, given, 'address');
      if (!registry.addresses) throw new Failure('no-addresses', 'Addresses cannot be reached from here.');
      return registry.addresses.behind(address);
    },
    async estimate(pid) {
      const process = await existing(pid);
      const guess = await registry.driverFor(process).estimate?.(process);
      if (!guess)
        throw new Failure(
          'no-heap',
          `Process ${pid} has no heap that can be read.`,
          'Record it: RSS, regions and threads can be.',
        );
      return guess;
    },
  };
}

export function noSuchProcess(pid: number): Failure {
  return new Failure('no-such-process', `There is no process ${pid}.`, 'Choose one from leakscope ps.');
}
