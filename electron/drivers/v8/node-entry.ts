import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { OnWait } from '../driver.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { exitedMeanwhile, readTargetStatus, requireRunning, type TargetStatus } from '../target-status.js';
import { cancelled, pauseFor, within } from '../time-limit.js';
import { blockedText, busyText, untilItComesRound } from './blocked-target.js';
import { DebuggedPort, untilUndebugged } from './debugged-port.js';
import { evaluate } from './devtools-link.js';
import { closeInspectorOver, type Inside, throughResident, throughWire } from './inside.js';
import { listInspectorTargets } from './inspector-address.js';
import { type Asking, type OpenInspector, openInspector } from './inspector-opening.js';
import type { PendingOpening } from './late-opening.js';
import { letExit } from './let-exit.js';
import { listeningPorts } from './listening-ports.js';
import { oneAtATime } from './opening-queue.js';
import type { OpeningSystem } from './opening-system.js';
import { handlesUsr1Itself } from './own-usr1-handler.js';
import { openResidentDoor, type Resident, type ResidentDoor } from './resident.js';
import { residentProgram } from './resident-program.js';
import { IDENTIFY, type Identity, moveInspectorTo } from './target-programs.js';
import { connectWire, type Wire } from './wire.js';

export interface NodeEntry {
  readonly identity: Identity;
  readonly inside: Inside;
  readonly directory: PrivateDirectory | undefined;
  /** Resolves to a better way in when the target's event loop turns again: then `inside` is to be left. */
  readonly better?: Promise<Inside>;
}

/** A loop that turns lets the resident program report within a few ms. */
const REPORT_LIMIT = 700;
const ANSWER_LIMIT = 10_000;
/** The longest that a timer can be set to, 25 days. */
const FOR_EVER = 2 ** 31 - 1;
/** ms without an answer before a word is said. */
const TELL_AFTER = 2000;
/** ms that a target is waited for where nobody can be told that it is. */
const UNTOLD_LIMIT = 5000;
/** Before, Node opens no inspector again while the session that closed it is there: in a loop that never turns that is for ever. */
const MOVES_SINCE = 18;
/** Of a program that closes its inspector each time while it is entered. */
const MOST_TRIES = 4;
/** For a queue of hundreds. */
const TURN_LIMIT = 120_000;

export interface EntryOptions {
  /** See `openInspector`. */
  readonly closer?: string | undefined;
  /** Without it nobody could tell the user that it is waited: then a target that does not answer is given up. */
  readonly onWait?: OnWait | undefined;
}

/**
 * Enters a Node process by its PID and shuts the door behind itself. One whose event loop is blocked is waited for, while
 * others are entered.
 */
export async function enterNode(
  process: ProcessInfo,
  signal: AbortSignal,
  options: EntryOptions = {},
): Promise<NodeEntry> {
  const status = await requireRunning(process);
  const directory = await makePrivateDirectory(status).catch(() => undefined);
  return enterBy(
    { status, directory, open: (asking) => openInspector(status, signal, asking) },
    signal,
    options,
  );
}

/** How one system has an inspector opened. */
export interface WayIn {
  readonly status: TargetStatus;
  /** Where the resident program reports. */
  readonly directory: PrivateDirectory | undefined;
  /** Undefined where the target was asked and has not answered. */
  open(asking: Asking): Promise<OpenInspector | undefined>;
  readonly system?: OpeningSystem;
}

export async function enterBy(
  way: WayIn,
  signal: AbortSignal,
  { closer, onWait }: EntryOptions,
): Promise<NodeEntry> {
  const { status, directory } = way;
  const asking: { pending?: PendingOpening | undefined } = {};
  let turn: Promise<Turn> | undefined;
  const took = async (): Promise<Turn> => {
    if (signal.aborted) throw cancelled();
    const { pending } = asking;
    const onAsked = (made: PendingOpening): void => {
      asking.pending = made;
    };
    const open = await way.open({ pending, closer, onAsked }).catch((error: unknown) => {
      if (error instanceof DebuggedPort) return error;
      throw error;
    });
    if (!open) return {};
    if (open instanceof DebuggedPort) return { debugged: open };
    asking.pending?.answered();
    asking.pending = undefined;
    const through = (): Promise<NodeEntry> => enterThrough(open, status, directory, signal, onWait);
    try {
      // One that was open needs no port, and may not answer for long.
      return open.openedByUs ? { entry: await through() } : { through };
    } finally {
      await open.restorePort();
    }
  };
  try {
    for (let tries = 1; ; tries++) {
      const again = (error: unknown): undefined => {
        if (isGone(error) && tries < MOST_TRIES) return undefined;
        throw error;
      };
      turn = oneAtATime(took);
      const turned = within(turn, TURN_LIMIT, () => noTurn(status.pid), signal);
      const { entry, through, debugged } = (await turned.catch(again)) ?? {};
      turn = undefined;
      const entered = entry ?? (await through?.().catch(again));
      if (entered) return entered;
      if (debugged) await undebugged(debugged, signal, onWait);
      else if (asking.pending) await comesRound(asking.pending, signal, onWait, way.system);
    }
  } catch (error) {
    // Given up while it waited for its turn, or at the last moment: what still comes about is left again.
    if (turn)
      turn
        .then(({ entry }) => entry?.inside.leave())
        .catch(() => undefined)
        .finally(() => asking.pending?.takeBack());
    else asking.pending?.takeBack();
    await directory?.remove();
    throw error;
  }
}

/** None of them: it has not opened its inspector yet. */
interface Turn {
  readonly entry?: NodeEntry;
  readonly through?: () => Promise<NodeEntry>;
  readonly debugged?: DebuggedPort;
}

/** Many a port is held for a moment only, by us as well: Node 16's, while its loop is blocked. */
async function undebugged(
  port: DebuggedPort,
  signal: AbortSignal,
  onWait: OnWait | undefined,
): Promise<void> {
  const limit = AbortSignal.timeout(UNTOLD_LIMIT);
  try {
    await untilUndebugged(port, AbortSignal.any([signal, limit]));
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error;
    if (!onWait) throw port;
    onWait(port.waiting);
    await untilUndebugged(port, signal);
  }
}

async function comesRound(
  { opening }: PendingOpening,
  signal: AbortSignal,
  onWait: OnWait | undefined,
  system: OpeningSystem | undefined,
): Promise<void> {
  if (onWait) {
    onWait(blockedText(opening.pid, (await handlesUsr1Itself(opening.pid)) === false));
    return untilItComesRound(opening, signal, system);
  }
  const limit = AbortSignal.timeout(UNTOLD_LIMIT);
  await untilItComesRound(opening, AbortSignal.any([signal, limit]), system).catch((error: unknown) => {
    throw limit.aborted && !signal.aborted ? silent(opening.pid) : error;
  });
}

const silent = (pid: number): Failure =>
  new Failure(
    'no-inspector',
    `Process ${pid} was asked to open its inspector and did not within ${UNTOLD_LIMIT / 1000} s: its event loop is blocked.`,
    'Try again when it is idle, or restart it with --inspect=127.0.0.1:0.',
  );

const noTurn = (pid: number): Failure =>
  new Failure(
    'busy',
    `Process ${pid} could not be entered: too many others were waiting for the inspector port.`,
    'Try again.',
  );

/** Through an inspector that is open: leaves the resident program inside, and closes the door where we opened it. */
export async function enterThrough(
  open: OpenInspector,
  status: TargetStatus,
  directory: PrivateDirectory | undefined,
  signal: AbortSignal,
  onWait?: OnWait,
): Promise<NodeEntry> {
  let wire = await connectWire(open.target.webSocketUrl, signal);
  let hungUp = false;
  let moves = false;
  let gone = false;
  wire.onClose(() => {
    gone = !hungUp && !moves;
  });
  try {
    // Ours is closed again before long; nobody else needs the port of one that was open.
    const patient = onWait !== undefined && !open.openedByUs;
    const telling = patient ? setTimeout(() => onWait(busyText(status.pid)), TELL_AFTER) : undefined;
    const identity = await evaluate<Identity>(wire, IDENTIFY, {
      ...{ limit: patient ? FOR_EVER : ANSWER_LIMIT, signal },
    }).finally(() => clearTimeout(telling));
    requireSame(identity, status);
    const door = directory && (await openResidentDoor(directory).catch(() => undefined));
    if (door) {
      await evaluate(wire, residentProgram(door.path, door.token, open.openedByUs), { signal }).catch(() => {
        // It may be inside all the same: only the answer was lost.
        if (!gone) door.shut();
      });
      const resident = await report(door, signal);
      if (resident) {
        hungUp = true;
        await wire.close();
        if (open.openedByUs) await resident.ask({ do: 'close-inspector' });
        return { identity, inside: throughResident(resident), directory };
      }
    }
    if (gone) {
      // The next try has a door of the same name.
      door?.shut();
      throw closedMeanwhile(status.pid);
    }
    moves = open.openedByUs && !open.stays && !(Number.parseInt(identity.version ?? '', 10) < MOVES_SINCE);
    if (moves) wire = await moveAway(wire, status, open);
    const wired = throughWire(wire, open.openedByUs);
    await letExit(wire);
    const inside: Inside = {
      ...wired,
      async leave() {
        door?.shut();
        await wired.leave();
      },
    };
    return { identity, inside, directory, better: door?.arrived.then(throughResident) };
  } catch (error) {
    if (gone) throw signal.aborted ? error : closedMeanwhile(status.pid);
    // Our program may have broken inside, with the port still open.
    if (hungUp) wire = await connectWire(open.target.webSocketUrl).catch(() => wire);
    if (open.openedByUs) await closeInspectorOver(wire).catch(() => undefined);
    await wire.close();
    throw error;
  }
}

/** The program opens and closes its inspector itself. */
const closedMeanwhile = (pid: number): Failure =>
  new Failure('inspector-gone', `Process ${pid} closed its inspector while it was entered.`, 'Try again.');

const isGone = (error: unknown): boolean => error instanceof Failure && error.code === 'inspector-gone';

function report(door: ResidentDoor, signal: AbortSignal): Promise<Resident | undefined> {
  return within(door.arrived, REPORT_LIMIT, () => new Error('it has not reported'), signal).catch(() => {
    if (signal.aborted) throw cancelled();
    return undefined;
  });
}

/** Leaves the port that every Node process wants, for one of the target's own. */
async function moveAway(wire: Wire, status: TargetStatus, open: OpenInspector): Promise<Wire> {
  const gone = new Promise<void>((resolve) => wire.onClose(() => resolve()));
  evaluate(wire, moveInspectorTo(0)).catch(() => undefined);
  await within(gone, 3000, () => stays(status.pid));
  const until = performance.now() + 3000;
  while (performance.now() < until) {
    for (const at of await listeningPorts(status.pid)) {
      if (at.host !== '127.0.0.1') continue;
      const target = (await listInspectorTargets(at))?.find((one) => one.type === open.target.type);
      if (target) return connectWire(target.webSocketUrl);
    }
    if ((await readTargetStatus(status.pid))?.startTime !== status.startTime)
      throw exitedMeanwhile(status.pid);
    await pauseFor(10);
  }
  throw new Failure('target-lost', `Process ${status.pid} closed its inspector and did not open it again.`);
}

const stays = (pid: number): Failure =>
  new Failure('target-busy', `Process ${pid} keeps its inspector where it was.`, 'Try again.');

function requireSame(identity: Identity, status: TargetStatus): void {
  if (identity.pid === status.innerPid) return;
  throw new Failure(
    'wrong-process',
    `The inspector found for process ${status.pid} answers for process ${identity.pid}.`,
    'Refresh the list of processes and try again.',
  );
}
