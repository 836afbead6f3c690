import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { makePrivateDirectory, type PrivateDirectory } from '../private-directory.js';
import { readTargetStatus, requireRunning, type TargetStatus } from '../target-status.js';
import { cancelled, pauseFor, within } from '../time-limit.js';
import { evaluate } from './devtools-link.js';
import { closeInspectorOver, type Inside, throughResident, throughWire } from './inside.js';
import { listInspectorTargets } from './inspector-address.js';
import { type OpenInspector, openInspector } from './inspector-opening.js';
import { letExit } from './let-exit.js';
import { listeningPorts } from './listening-ports.js';
import { oneAtATime } from './opening-queue.js';
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
/** For a queue of hundreds. */
const TURN_LIMIT = 120_000;

/** Enters a Node process by its PID and shuts the door behind itself. */
export async function enterNode(
  process: ProcessInfo,
  signal: AbortSignal,
  closer?: string,
): Promise<NodeEntry> {
  const status = await requireRunning(process);
  const directory = await makePrivateDirectory(status).catch(() => undefined);
  const entering = oneAtATime(async () => {
    if (signal.aborted) throw cancelled();
    const open = await openInspector(status, signal, closer);
    try {
      return await enterThrough(open, status, directory, signal);
    } finally {
      await open.restorePort();
    }
  });
  try {
    return await within(entering, TURN_LIMIT, () => noTurn(status.pid), signal);
  } catch (error) {
    // Given up while it waited for its turn, or at the last moment: what still comes about is left again.
    entering.then(({ inside }) => inside.leave()).catch(() => undefined);
    await directory?.remove();
    throw error;
  }
}

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
): Promise<NodeEntry> {
  let wire = await connectWire(open.target.webSocketUrl, signal);
  let hungUp = false;
  try {
    const identity = await evaluate<Identity>(wire, IDENTIFY, { limit: ANSWER_LIMIT, signal });
    requireSame(identity, status);
    const door = directory && (await openResidentDoor(directory).catch(() => undefined));
    if (door) {
      await evaluate(wire, residentProgram(door.path, door.token, open.openedByUs), { signal }).catch(() =>
        door.shut(),
      );
      const resident = await report(door, signal);
      if (resident) {
        hungUp = true;
        await wire.close();
        if (open.openedByUs) await resident.ask({ do: 'close-inspector' });
        return { identity, inside: throughResident(resident), directory };
      }
    }
    if (open.openedByUs && !open.stays) wire = await moveAway(wire, status, open);
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
    // Our program may have broken inside, with the port still open.
    if (hungUp) wire = await connectWire(open.target.webSocketUrl).catch(() => wire);
    if (open.openedByUs) await closeInspectorOver(wire).catch(() => undefined);
    await wire.close();
    throw error;
  }
}

function report(door: ResidentDoor, signal: AbortSignal): Promise<Resident | undefined> {
  return within(door.arrived, REPORT_LIMIT, () => new Error('it has not reported'), signal).catch(() => {
    if (signal.aborted) throw cancelled();
    return undefined;
  });
}

/** Leaves the port that every Node process wants, for one of the target's own. */
async function moveAway(wire: Wire, status: TargetStatus, open: OpenInspector): Promise<Wire> {
  const gone = new Promise<void>((resolve) => wire.onClose(resolve));
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
      throw new Failure('target-exited', `Process ${status.pid} exited while it was being attached to.`);
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
