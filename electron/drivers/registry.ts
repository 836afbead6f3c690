import type { ProcessInfo } from '../../shared/model/process.js';
import type { RuntimeInfo } from '../../shared/model/runtime.js';
import type { Driver } from './driver.js';

/** Which driver enters which process. */
export interface DriverRegistry {
  /** The runtime's own driver; the native one where there is none for it. */
  driverFor(process: ProcessInfo): Driver;
  /** What answers at a typed address, and what can be debugged there. Throws a Failure where nothing does. */
  readonly addresses?: AddressBook;
  /** Works for every process: what is left where its own driver cannot get in. */
  readonly native: Driver;
}

/** Processes that are reached over the network. */
export interface AddressBook {
  processAt(address: string): Promise<ProcessInfo>;
  behind(address: string): Promise<{
    readonly address: string;
    readonly runtime: RuntimeInfo;
    readonly targets: readonly { readonly type: string; readonly title: string; readonly url: string }[];
  }>;
}

/** Throws when none of the drivers is for `native`: then some processes would have none. */
export function createRegistry(drivers: readonly Driver[], addresses?: AddressBook): DriverRegistry {
  const byRuntime = new Map(drivers.map((driver) => [driver.runtime, driver]));
  const native = byRuntime.get('native');
  if (!native) throw new Error('a registry needs the native driver');
  return { native, addresses, driverFor: (process) => byRuntime.get(process.runtime.kind) ?? native };
}
