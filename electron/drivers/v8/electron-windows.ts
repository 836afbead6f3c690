import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment } from '../driver.js';
import { within } from '../time-limit.js';
import { browserOver } from './browser-attachment.js';
import type { NodeEntry } from './node-entry.js';
import { openResidentDoor, type Resident } from './resident.js';
import { windowsProgram } from './windows-program.js';
import type { Wire } from './wire.js';

const REPORT_LIMIT = 5000;

/**
 * The windows of an Electron app as a browser's pages, reached from inside its main process. Undefined where that is no app
 * (Electron run as Node has none) or where nothing but the inspector's port reaches it. Never throws.
 */
export async function enterWindows(
  process: ProcessInfo,
  { identity, inside, directory, better }: NodeEntry,
): Promise<Attachment | undefined> {
  // A loop that stands still now has windows later.
  const way = inside.run ? inside : await better?.catch(() => undefined);
  if (identity.electron === undefined || !directory || !way?.run) return undefined;
  const door = await openResidentDoor(directory, 'windows').catch(() => undefined);
  if (!door) return undefined;
  try {
    await way.run(windowsProgram(door.path, door.token));
    const resident = await within(door.arrived, REPORT_LIMIT, () => new Error('it has not reported'));
    return browserOver(process, identity.electron, wireTo(resident), directory);
  } catch {
    door.shut();
    // It may have knocked already.
    door.arrived.then((resident) => resident.close()).catch(() => undefined);
    return undefined;
  }
}

const wireTo = (resident: Resident): Wire => ({
  ...resident.devtools,
  runsInside: false,
  pause: () => resident.pause(),
  resume: () => resident.resume(),
  hangUp: () => void resident.close(),
});
