import { readdir, readlink } from 'node:fs/promises';
import { Failure } from '../../../shared/base/failure.js';
import { readProc } from '../target-status.js';

export interface Listener {
  readonly host: string;
  readonly port: number;
}

interface Row extends Listener {
  readonly inode: string;
}

/** The TCP ports on which this very process listens, in its own network namespace. */
export async function listeningPorts(pid: number): Promise<readonly Listener[]> {
  const rows = await listeningRows(pid);
  if (rows.length === 0) return [];
  const owned = await socketInodes(pid);
  return rows.filter((row) => owned.has(row.inode)).map(({ host, port }) => ({ host, port }));
}

/** Whether anybody in the network namespace of `pid` listens where an inspector on `port` of loopback would. */
export async function loopbackPortTaken(pid: number, port: number): Promise<boolean> {
  const rows = await listeningRows(pid);
  return rows.some((row) => row.port === port && ['127.0.0.1', '0.0.0.0', '::'].includes(row.host));
}

/** The process that holds `port`, among those whose descriptors we may read. */
export async function portHolder(port: number): Promise<number | undefined> {
  const inodes = new Set(
    (await listeningRows('self')).filter((row) => row.port === port).map((row) => row.inode),
  );
  if (inodes.size === 0) return undefined;
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const owned = await socketInodes(pid).catch(() => new Set<string>());
    if ([...inodes].some((inode) => owned.has(inode))) return pid;
  }
  return undefined;
}

/** Connections that others hold to a local port. */
export async function connectionsTo(pid: number, port: number): Promise<number> {
  const rows = await socketRows(pid, ESTABLISHED);
  return rows.filter((row) => row.port === port).length;
}

const LISTEN = '0A';
const ESTABLISHED = '01';

const listeningRows = (pid: number | 'self'): Promise<readonly Row[]> => socketRows(pid, LISTEN);

async function socketRows(pid: number | 'self', state: string): Promise<readonly Row[]> {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((name) => readProc(pid, name)));
  const rows: Row[] = [];
  for (const table of tables) {
    for (const line of table?.split('\n') ?? []) {
      // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode
      const column = line.trim().split(/\s+/);
      if (column[3] !== state) continue;
      const [address, port] = column[1].split(':');
      rows.push({ host: readableAddress(address), port: Number.parseInt(port, 16), inode: column[9] });
    }
  }
  return rows;
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  let names: readonly string[];
  try {
    names = await readdir(`/proc/${pid}/fd`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Set();
    throw notPermitted(pid);
  }
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  const inodes = new Set<string>();
  for (const link of links) {
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  return inodes;
}

/** The kernel prints each 32-bit word of an address as the machine holds it: little-endian here. */
export function readableAddress(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let word = 0; word < bytes.length; word += 4) bytes.subarray(word, word + 4).reverse();
  if (bytes.length === 4) return bytes.join('.');
  const text = bytes.toString('hex');
  if (/^0{32}$/.test(text)) return '::';
  if (/^0{31}1$/.test(text)) return '::1';
  if (/^0{20}ffff/.test(text)) return bytes.subarray(12).join('.');
  return text.match(/.{4}/g)?.join(':') ?? text;
}

export const notPermitted = (pid: number): Failure =>
  new Failure(
    'not-permitted',
    `Process ${pid} belongs to another user or is protected: its descriptors cannot be read.`,
    'Run Leakscope as the same user as the process, or as root.',
  );
