import type { Systeminformation } from 'systeminformation';
import { z } from 'zod';
import { within } from '../time-limit.js';
import type { Listener } from './listening-ports.js';

type Connection = Systeminformation.NetworkConnectionsData;

/** One TCP port on which some process listens. */
export interface SystemListener extends Listener {
  readonly pid: number;
}

/** Who listens where, by the system's own program (netstat, on macOS with its PIDs): 0.1 s or more. Empty where it tells nothing. */
export async function systemListeners(): Promise<readonly SystemListener[]> {
  return listenersOf(await rowsOf());
}

/** Connections that others hold to ports of processes, by the same. */
export async function systemConnections(): Promise<readonly SystemListener[]> {
  return connectionsOf(await rowsOf());
}

async function rowsOf(): Promise<readonly Connection[]> {
  // Not loaded where /proc tells.
  const { networkConnections } = await import('systeminformation');
  const rows: unknown = await within(networkConnections(), LIMIT, () => new Error('no answer')).catch(
    () => [],
  );
  return checkedRows(rows);
}

const LIMIT = 10_000;

/** What the library makes of another program's text: rows that are none are left out. */
export const checkedRows = (rows: unknown): readonly Connection[] =>
  Array.isArray(rows) ? rows.filter((row) => connection.safeParse(row).success) : [];

const text = z.string().max(1000);
const connection = z.object({
  ...{ protocol: text, localAddress: text, localPort: text, peerAddress: text, peerPort: text, state: text },
  pid: z.number(),
});

/** Of all connections those that wait for others. Windows says so in its own language: then nobody is at the other end. */
export const listenersOf = (rows: readonly Connection[]): readonly SystemListener[] =>
  rows.flatMap(({ protocol, localAddress, localPort, peerAddress, peerPort, state, pid }) => {
    const waits =
      state === 'LISTEN' || (/^(0\.0\.0\.0|\[?::\]?|\*)$/.test(peerAddress) && /^[0*]$/.test(peerPort));
    return protocol.startsWith('tcp') && waits ? localEnd(localAddress, localPort, pid) : [];
  });

/** Somebody is at the other end: `ESTABLISHED`, which Windows says in its own language. What is closing is left out where it is named. */
export const connectionsOf = (rows: readonly Connection[]): readonly SystemListener[] =>
  rows.flatMap(({ protocol, localAddress, localPort, peerPort, state, pid }) =>
    protocol.startsWith('tcp') && Number(peerPort) > 0 && !CLOSING.test(state)
      ? localEnd(localAddress, localPort, pid)
      : [],
  );

const CLOSING = /WAIT|CLOS|LAST_ACK/;

/** Nothing for what is no port or no process: the rows come from another program's text. */
function localEnd(localAddress: string, localPort: string, pid: number): readonly SystemListener[] {
  const port = Number(localPort);
  if (!(port > 0 && port < 65_536) || !(pid > 0)) return [];
  const host = localAddress.replace(/^\[(.*)\]$/, '$1');
  return [{ host: host === '*' ? '0.0.0.0' : host, port, pid }];
}
