import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { Systeminformation } from 'systeminformation';
import { Failure } from '../../../shared/base/failure.js';
import { within } from '../within.js';

/** One process as every system tells it. */
export interface ProcessRow {
  readonly pid: number;
  readonly ppid: number;
  /** Of its executable, without `.exe`. */
  readonly name: string;
  readonly command: string;
  /** Empty on Windows, where to ask for it is too dear. */
  readonly user: string;
  /** Bytes; on Windows the working set. */
  readonly rss: number;
  /** Percent of one core, since the last look or, on macOS, lately. */
  readonly cpu: number;
  /** Seconds since 1970; the same at every look. */
  readonly startTime: number;
  readonly ended: boolean;
  readonly stopped: boolean;
}

/** ms. A look costs 20 ms (macOS: `ps`) to some 500 ms (Windows: PowerShell). */
const FRESH = 1000;
const LIMIT = 20_000;

let latest: { readonly at: number; readonly rows: readonly ProcessRow[] } | undefined;
let asking: Promise<readonly ProcessRow[]> | undefined;
let started = new Map<number, number>();

/**
 * All processes, by the library `systeminformation`, not older than a second; several who ask at once share one look. Throws
 * the Failure `no-process-table` where the system tells nothing.
 */
export async function processRows(): Promise<readonly ProcessRow[]> {
  if (latest && performance.now() - latest.at < FRESH) return latest.rows;
  asking ??= look().finally(() => {
    asking = undefined;
  });
  return asking;
}

/** The row of one process; one that is not there may have started since the last look, and is looked for once more. */
export async function rowOfProcess(pid: number): Promise<ProcessRow | undefined> {
  const find = async (): Promise<ProcessRow | undefined> =>
    (await processRows()).find((row) => row.pid === pid);
  const known = await find();
  if (known) return known;
  await setTimeout(FRESH);
  return find();
}

async function look(): Promise<readonly ProcessRow[]> {
  // Some 30 ms to load: not where /proc tells everything.
  const { processes } = await import('systeminformation');
  const { list } = (await within(LIMIT, processes()).catch(() => undefined)) ?? { list: [] };
  if (list.length === 0)
    throw new Failure(
      'no-process-table',
      'The processes cannot be listed: the system’s own program (ps, or PowerShell) tells nothing.',
      'See that it is on PATH; or type the address of an inspector.',
    );
  const rows = steady(
    list.filter(isWhole).map((row) => rowOf(row, process.platform)),
    started,
  );
  started = new Map(rows.map(({ pid, startTime }) => [pid, startTime]));
  latest = { at: performance.now(), rows };
  return rows;
}

/** What the library has read from another program's output may lack anything: one such row must not cost all others. */
export const isWhole = (row: Systeminformation.ProcessesProcessData): boolean =>
  [row.pid, row.parentPid].every((id) => Number.isSafeInteger(id) && id >= 0) &&
  [row.memRss, row.cpu].every(Number.isFinite) &&
  [row.name, row.command, row.user].every((text) => typeof text === 'string');

/** Counted back from ages in whole seconds, a start time may differ by as much between two looks. */
export function steady(
  rows: readonly ProcessRow[],
  before: ReadonlyMap<number, number>,
): readonly ProcessRow[] {
  return rows.map((row) => {
    const known = before.get(row.pid);
    return known !== undefined && Math.abs(known - row.startTime) <= JITTER
      ? { ...row, startTime: known }
      : row;
  });
}

/** Seconds. */
const JITTER = 2;

/** What the library tells, in our units: it says KiB, on macOS cuts commands in three, and on Windows counts CPU by all cores. */
export function rowOf(
  row: Systeminformation.ProcessesProcessData,
  platform: NodeJS.Platform,
  cores = availableParallelism(),
): ProcessRow {
  const { pid, parentPid, command, params, path, state } = row;
  const whole =
    platform === 'win32'
      ? command
      : [path ? `${path}/${command}` : command, params].filter(Boolean).join(' ');
  // Windows tells none for its idle process.
  const at = Date.parse(String(row.started ?? '').replace(' ', 'T'));
  return {
    pid,
    ppid: parentPid,
    name: (platform === 'win32' ? row.name : command).replace(/\.exe$/i, ''),
    command: whole,
    user: row.user,
    rss: row.memRss * 1024,
    cpu: platform === 'darwin' ? row.cpu : row.cpu * cores,
    startTime: Number.isFinite(at) ? Math.floor(at / 1000) : 0,
    ended: state === 'zombie' || state === 'dead',
    stopped: state === 'stopped',
  };
}
