import { freemem, release, totalmem } from 'node:os';
import type { Overhead } from '../../shared/api/recording.js';
import type { SystemApi, SystemInfo } from '../../shared/api/system.js';

export function systemService(version: string, shell: SystemInfo['shell'], cost: () => Overhead): SystemApi {
  return {
    info: async () => ({
      version,
      platform: `${process.platform}-${process.arch}`,
      kernel: release(),
      node: process.versions.node,
      shell,
      memoryTotal: totalmem(),
      memoryAvailable: freemem(),
    }),
    cost: async () => cost(),
  };
}
