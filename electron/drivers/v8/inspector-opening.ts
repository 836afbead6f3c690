import { Failure } from '../../../shared/base/failure.js';
import {
  ageOf,
  exitedMeanwhile,
  noSuchProcess,
  readTargetStatus,
  type TargetStatus,
} from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import type { InspectorTarget } from './inspector-address.js';
import { findInspector, likelyPorts, requireReachable } from './inspector-finding.js';
import { readInspectorFlags } from './inspector-flags.js';
import { answering, type PendingOpening, pendingOpening } from './late-opening.js';
import { connectionsTo, type Listener, listeningPorts, loopbackPortTaken } from './listening-ports.js';
import { handlesUsr1Itself } from './own-usr1-handler.js';
import { freeInspectorPort } from './port-clearing.js';

export interface OpenInspector {
  readonly at: Listener;
  readonly target: InspectorTarget;
  /** It was closed before: whoever asked must close it again. */
  readonly openedByUs: boolean;
  /** It cannot be moved to a port of the target's own: nothing tells where it went. */
  readonly stays?: true;
  /** Gives back the port to the process that had to make room; to be called once the port is free again. */
  restorePort(): Promise<void>;
}

/** ms. Others wait for the same port meanwhile: a target that takes longer is waited for without holding them up. */
const OPENING_LIMIT = 1500;
/** ms. */
const NEWBORN_LIMIT = 3000;
/** ms. Others wait for their turn meanwhile. */
const FREE_WITHIN = 1000;

export interface Asking {
  /** Asked before, without an answer so far. */
  readonly pending?: PendingOpening | undefined;
  /** Told as soon as it is asked. */
  onAsked(pending: PendingOpening): void;
  /** The program that takes the request back should this process end before the target has answered. */
  readonly closer?: string | undefined;
}

/**
 * Finds the inspector of this very process, and has it opened by SIGUSR1 where it is closed; undefined where the target has not
 * answered that in time: it may do so later. Must run alone: every Node process wants the same port. Throws a Failure when
 * it cannot be done; what was asked by then is the caller's to take back.
 */
export async function openInspector(
  status: TargetStatus,
  signal: AbortSignal,
  { pending, onAsked, closer }: Asking,
): Promise<OpenInspector | undefined> {
  const { pid } = status;
  await requireReachable(pid);
  const before = await listeningPorts(pid);
  const flags = await readInspectorFlags(pid);

  const open = await findInspector([...answering(before, pending), ...likelyPorts(before, flags)]);
  if (open) {
    // Opened by our request; with somebody there already it is theirs.
    const openedByUs = pending !== undefined && (await connectionsTo(pid, open.at.port)) === 0;
    return { ...open, openedByUs, restorePort: async () => undefined };
  }

  await requireSignalCaught(status, signal);
  const restorePort = await clearTheWay(pid, flags.port, signal);
  try {
    // Opened by somebody else while we made ready: it is theirs.
    const theirs = await findInspector(likelyPorts(await listeningPorts(pid), flags));
    if (theirs) return { ...theirs, openedByUs: false, restorePort };
    if (await handlesUsr1Itself(pid)) throw handlesItself(pid);
    process.kill(pid, 'SIGUSR1');
    const known = before.map(({ port }) => port);
    if (!pending)
      onAsked(pendingOpening({ pid, startTime: status.startTime, known, wanted: flags.port }, closer));
    const found = await waitForInspector(status, before, flags.port, signal);
    if (found) return { ...found, openedByUs: true, restorePort };
  } catch (error) {
    await restorePort();
    throw error;
  }
  await restorePort();
  return undefined;
}

/** SIGUSR1 ends a process that has no handler for it, so the handler must be seen first. */
export const catchesUsr1 = (status: TargetStatus): boolean => (status.caught & (1n << 9n)) !== 0n;

const handlesItself = (pid: number): Failure =>
  new Failure(
    'no-inspector',
    `Process ${pid} has a SIGUSR1 handler of its own: the signal would run that, and open no inspector. It was not sent.`,
    'Restart the process with --inspect=127.0.0.1:0.',
  );

async function requireSignalCaught(status: TargetStatus, signal: AbortSignal): Promise<void> {
  let now: TargetStatus | undefined = status;
  while (now && !catchesUsr1(now)) {
    // A process that has just started has not installed its handlers yet.
    if ((await ageOf(now)) > NEWBORN_LIMIT) {
      throw new Failure(
        'inspector-disabled',
        `Process ${status.pid} does not listen to SIGUSR1, so its inspector cannot be opened from outside.`,
        'Restart it without --disable-sigusr1, or with --inspect=127.0.0.1:0.',
      );
    }
    await pauseFor(20, signal);
    now = await readTargetStatus(status.pid);
  }
  if (!now) throw noSuchProcess(status.pid);
}

/** Returns what puts back the inspector that had to make room. */
async function clearTheWay(pid: number, port: number, signal: AbortSignal): Promise<() => Promise<void>> {
  if (port === 0) return async () => undefined;
  // Another profiler may be in the middle of the same dance.
  for (let tries = 0; tries < 6; tries++) {
    if (!(await loopbackPortTaken(pid, port))) return async () => undefined;
    await pauseFor(25, signal);
  }
  try {
    return await freeInspectorPort(pid, port);
  } catch (error) {
    // Who has it may be ending, or be entered by somebody who does not wait for a turn.
    if (await comesFree(pid, port, signal)) return async () => undefined;
    throw error;
  }
}

async function comesFree(pid: number, port: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + FREE_WITHIN;
  while (performance.now() < until) {
    if (!(await loopbackPortTaken(pid, port))) return true;
    await pauseFor(25, signal);
  }
  return false;
}

async function waitForInspector(
  status: TargetStatus,
  before: readonly Listener[],
  wanted: number,
  signal: AbortSignal,
): Promise<{ at: Listener; target: InspectorTarget } | undefined> {
  const { pid } = status;
  const known = new Set(before.map(keyOf));
  const since = performance.now();
  let beaten = false;
  for (;;) {
    const passed = performance.now() - since;
    const fresh = (await listeningPorts(pid)).filter((at) => !known.has(keyOf(at)));
    // The program may open ports of its own meanwhile: those are asked only when the expected one stays away.
    const found = await findInspector(fresh.filter((at) => at.port === wanted || passed > 300));
    if (found) return found;
    const taken = wanted !== 0 && (await loopbackPortTaken(pid, wanted));
    const now = await readTargetStatus(pid);
    if (now?.startTime !== status.startTime || now.state === 'Z') {
      throw exitedMeanwhile(pid);
    }
    // Another process was quicker at the port, so ours gave up; now it is free again.
    if (beaten && !taken) process.kill(pid, 'SIGUSR1');
    beaten = taken;
    if (passed > OPENING_LIMIT) return undefined;
    await pauseFor(passed < 200 ? 3 : 25, signal);
  }
}

const keyOf = (at: Listener): string => `${at.host} ${at.port}`;
