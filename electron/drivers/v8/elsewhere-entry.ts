import { randomBytes } from 'node:crypto';
import { Failure, saying } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import type { TargetStatus } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { occupied } from './debugged-port.js';
import { findInspector, likelyPorts } from './inspector-finding.js';
import { parseInspectorFlags } from './inspector-flags.js';
import type { Asking, OpenInspector } from './inspector-opening.js';
import { answering, pendingOpening } from './late-opening.js';
import { type EntryOptions, enterBy, type NodeEntry, type WayIn } from './node-entry.js';
import { elsewhere } from './opening-system.js';
import { type SystemListener, systemListeners } from './system-listeners.js';

/** What a system without /proc gives to enter a Node process by its PID. */
export interface ElsewhereSystem {
  listeners(): Promise<readonly SystemListener[]>;
  /** Has the process open its inspector; absent where that could end a process that does not expect it. */
  readonly open?: (pid: number) => void;
  /** Where the resident program reports. */
  readonly meeting: (status: TargetStatus) => Promise<PrivateDirectory>;
}

/**
 * Enters a Node process where there is no /proc: on Windows by `process._debugProcess`, the counterpart of SIGUSR1, which
 * starts a thread in the process only where Node has made itself known for it; on macOS through an inspector that is open, for
 * nothing tells there whether SIGUSR1 would end the process. Written by Node's documentation and run on Linux; no Windows and
 * no macOS could be had.
 */
export async function enterElsewhere(
  target: ProcessInfo,
  signal: AbortSignal,
  options: EntryOptions = {},
  system: ElsewhereSystem = thisSystem(process.platform),
): Promise<NodeEntry> {
  const status = statusOf(target);
  const directory = await system.meeting(status).catch(() => undefined);
  const open: WayIn['open'] = (asking) => openInspector(target, signal, system, asking);
  const entry = await enterBy({ status, directory, open, system: elsewhere }, signal, options);
  // A named pipe carries no snapshot: those go over the wire, or where there are FIFOs through one.
  return process.platform === 'win32' ? { ...entry, directory: undefined } : entry;
}

export function thisSystem(platform: NodeJS.Platform): ElsewhereSystem {
  if (platform !== 'win32') return { listeners: systemListeners, meeting: makePrivateDirectory };
  return { listeners: systemListeners, open: debugProcess, meeting: async () => namedPipes() };
}

/** Node's own, which its `node inspect -p PID` uses. */
const debugProcess = (pid: number): void =>
  (process as unknown as { readonly _debugProcess: (pid: number) => void })._debugProcess(pid);

/** Windows keeps such names in a room of their own; who knows one may knock, so the token decides. */
export function namedPipes(): PrivateDirectory {
  const prefix = `\\\\.\\pipe\\leakscope-${randomBytes(16).toString('hex')}-`;
  const at = (name: string): string => prefix + name;
  return {
    ...{ here: at, there: at, hand: async () => undefined, remove: async () => undefined },
    makeFifo: () => Promise.reject(new Error('this system has no FIFOs')),
  };
}

/** ms. Others wait for their turn meanwhile. */
const OPENS = 3000;

async function openInspector(
  { pid, command, startTime }: ProcessInfo,
  signal: AbortSignal,
  { listeners, open }: ElsewhereSystem,
  { pending, closer, onAsked }: Asking,
): Promise<OpenInspector | undefined> {
  const flags = parseInspectorFlags(command.split(/\s+/));
  const before = await listeners();
  const own = before.filter((at) => at.pid === pid);
  const restorePort = async (): Promise<void> => undefined;
  const there = await findInspector([...answering(own, pending), ...likelyPorts(own, flags)]);
  if (there) {
    // Opened by our request; with somebody there already it is theirs.
    const openedByUs = pending !== undefined && (await elsewhere.connections(pid, there.at.port)) === 0;
    return { ...there, openedByUs, stays: true, restorePort };
  }
  if (!open)
    throw new Failure(
      'inspector-closed',
      `The inspector of process ${pid} is closed, and this system does not tell whether it could be opened without ending the process.`,
      `Open it yourself: kill -USR1 ${pid}, and attach again; or start the program with --inspect=127.0.0.1:0.`,
    );
  const holder = before.find((at) => at.port === flags.port && at.pid !== pid);
  if (holder) throw occupied(pid, flags.port, `process ${holder.pid}`);
  try {
    open(pid);
  } catch (error) {
    throw new Failure(
      'inspector-disabled',
      `Process ${pid} cannot be asked to open its inspector: ${saying(error)}.`,
      'Run Leakscope as the same user; or restart the program with --inspect=127.0.0.1:0.',
    );
  }
  const known = own.map(({ port }) => port);
  if (!pending) onAsked(pendingOpening({ pid, startTime, known, wanted: flags.port }, closer, elsewhere));
  const until = performance.now() + OPENS;
  while (performance.now() < until) {
    const fresh = (await listeners()).filter((at) => at.pid === pid && !known.includes(at.port));
    const found = await findInspector(fresh.filter(({ port }) => flags.port === 0 || port === flags.port));
    if (found) return { ...found, openedByUs: true, stays: true, restorePort };
    await pauseFor(50, signal);
  }
  return undefined;
}

/** As far as it matters here: the rights of our own user, and a PID that is the same inside. */
const statusOf = ({ pid, startTime }: ProcessInfo): TargetStatus => ({
  ...{ pid, startTime, state: 'S', caught: 0n, innerPid: pid },
  uid: process.getuid?.() ?? 0,
  gid: process.getgid?.() ?? 0,
});
