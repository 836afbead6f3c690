import type { ProcessInfo } from '../../shared/model/process.js';
import type { Driver } from './driver.js';

/** Which driver enters which process. */
export interface DriverRegistry {
  /** The runtime's own driver; the native one where there is none for it. */
  driverFor(process: ProcessInfo): Driver;
  /** Works for every process: what is left where its own driver cannot get in. */
  readonly native: Driver;
}

/** Throws when none of the drivers is for `native`: then some processes would have none. */
export function createRegistry(drivers: readonly Driver[]): DriverRegistry {
  const byRuntime = new Map(drivers.map((driver) => [driver.runtime, driver]));
  const native = byRuntime.get('native');
  if (!native) throw new Error('a registry needs the native driver');
  return { native, driverFor: (process) => byRuntime.get(process.runtime.kind) ?? native };
}
