import type { ProcessKey } from '../../../shared/model/process.js';
import { readTargetStatus } from '../target-status.js';
import { connectionsTo, type Listener, listeningPorts, loopbackPortTaken } from './listening-ports.js';
import { systemConnections, systemListeners } from './system-listeners.js';

/** What is asked of a system about a process that is to open its inspector. */
export interface OpeningSystem {
  /** Whether it still is the same process, and runs. */
  alive(key: ProcessKey): Promise<boolean>;
  /** Whether anybody listens there; cheaper than whose it is. */
  taken(pid: number, port: number): Promise<boolean>;
  ports(pid: number): Promise<readonly Listener[]>;
  /** Connections that somebody holds to a port of it. */
  connections(pid: number, port: number): Promise<number>;
  /** ms between two looks, at least. */
  readonly pause: number;
}

const linux: OpeningSystem = {
  async alive({ pid, startTime }) {
    const now = await readTargetStatus(pid);
    return now?.startTime === startTime && now.state !== 'Z';
  },
  taken: loopbackPortTaken,
  ports: listeningPorts,
  connections: connectionsTo,
  pause: 50,
};

/**
 * Where there is no /proc, by the system's own program. A PID that another process has by now is not told from outside: that
 * what listens is the same Node is asked of itself, before it is closed.
 */
export const elsewhere: OpeningSystem = {
  async alive({ pid }) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
  taken: async (_, port) => (await systemListeners()).some((at) => at.port === port),
  ports: async (pid) => (await systemListeners()).filter((at) => at.pid === pid),
  connections: async (pid, port) =>
    (await systemConnections()).filter((one) => one.pid === pid && one.port === port).length,
  pause: 1000,
};

export const openingSystem = (platform: NodeJS.Platform): OpeningSystem =>
  platform === 'linux' ? linux : elsewhere;
