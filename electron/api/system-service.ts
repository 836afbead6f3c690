import { freemem, release, totalmem } from 'node:os';
import type { SystemApi, SystemInfo } from '../../shared/api/system.js';

export function systemService(version: string, shell: SystemInfo['shell']): SystemApi {
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
  };
}
