import type { Systeminformation } from 'systeminformation';
import { within } from '../time-limit.js';
import type { Listener } from './listening-ports.js';

type Connection = Systeminformation.NetworkConnectionsData;

/** One TCP port on which some process listens. */
export interface SystemListener extends Listener {
  readonly pid: number;
}

/** Who listens where, by the system's own program (netstat, on macOS with its PIDs): 0.1 s or more. Empty where it tells nothing. */
export async function systemListeners(): Promise<readonly SystemListener[]> {
  // Not loaded where /proc tells.
  const { networkConnections } = await import('systeminformation');
  const rows = await within(networkConnections(), LIMIT, () => new Error('no answer')).catch(() => []);
  return listenersOf(rows);
}

const LIMIT = 10_000;

/** Of all connections those that wait for others. Windows says so in its own language: then nobody is at the other end. */
export const listenersOf = (rows: readonly Connection[]): readonly SystemListener[] =>
  rows.flatMap(({ protocol, localAddress, localPort, peerAddress, peerPort, state, pid }) => {
    const waits =
      state === 'LISTEN' || (/^(0\.0\.0\.0|\[?::\]?|\*)$/.test(peerAddress) && /^[0*]$/.test(peerPort));
    const port = Number(localPort);
    if (!protocol.startsWith('tcp') || !waits || !(port > 0 && port < 65_536) || !(pid > 0)) return [];
    const host = localAddress.replace(/^\[(.*)\]$/, '$1');
    return [{ host: host === '*' ? '0.0.0.0' : host, port, pid }];
  });
