import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where the build put what the product reads at run time. Every program of `dist/` stands in it or one
 * folder below (`app/`), so `dist/` is found from wherever this code was bundled into; the tests run it
 * from its source.
 */
const here = dirname(fileURLToPath(import.meta.url));
const dist = distFolder();

function distFolder(): string {
  if (basename(here) === 'app') return dirname(here);
  return basename(here) === 'host' ? join(here, '..', '..', 'dist') : here;
}

export const pageFolder = (): string => join(dist, 'renderer');
export const agentFolder = (): string => join(dist, 'agent');
export const workerFile = (): string => join(dist, 'engine-worker.js');
/** Asks a session file by SQL, in a process of its own. */
export const askProgram = (): string => join(dist, 'ask-program.js');
/** Closes the inspector of a target that opens it after our end. */
export const closerProgram = (): string => unpacked(join(dist, 'closer.js'));
/** Takes heaptrack out of a program after our end. */
export const leaverProgram = (): string => unpacked(join(dist, 'leaver.js'));
/** A plain Node reads nothing out of the app's archive. */
const unpacked = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
/** What Electron is started with. */
export const appFolder = (): string => join(dist, 'app', 'main.js');
/** The project's own folder, where this runs from a checkout. */
export const projectFolder = (): string => dirname(dist);
