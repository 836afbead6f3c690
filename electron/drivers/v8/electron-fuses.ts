import { createReadStream } from 'node:fs';
import { Failure } from '../../../shared/base/failure.js';
import { readProc, readTargetStatus } from '../target-status.js';
import { catchesUsr1 } from './inspector-opening.js';

/** The switches that are burnt into an Electron binary; undefined where this version has no such switch. */
export interface ElectronFuses {
  /** SIGUSR1 and `--inspect` work in the main process. */
  readonly nodeCliInspect: boolean | undefined;
}

/** Stands before the fuse wire: then come a version byte, a length byte, and a digit for each fuse. */
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
const NODE_CLI_INSPECT = 3;
const MOST_FUSES = 32;
/** Electron's executable has about 200 MB. */
const MOST_READ = 1 << 30;

/** Reads through the file once; undefined where it has no fuse wire. */
export async function readElectronFuses(executable: string): Promise<ElectronFuses | undefined> {
  let rest = Buffer.alloc(0);
  const stream = createReadStream(executable, { highWaterMark: 4 << 20, end: MOST_READ });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const at = bytes.indexOf(SENTINEL);
      const wire = at + SENTINEL.length;
      if (at >= 0 && wire + 2 + MOST_FUSES <= bytes.length) return fusesOn(bytes.subarray(wire));
      rest = Buffer.from(at >= 0 ? bytes.subarray(at) : bytes.subarray(-SENTINEL.length));
    }
  } finally {
    stream.destroy();
  }
  return rest.indexOf(SENTINEL) === 0 ? fusesOn(rest.subarray(SENTINEL.length)) : undefined;
}

function fusesOn(wire: Buffer): ElectronFuses {
  const length = Math.min(wire[1] ?? 0, MOST_FUSES);
  const fuse = (index: number): boolean | undefined => {
    if (index >= length) return undefined;
    const state = String.fromCharCode(wire[2 + index]);
    return state === '1' ? true : state === '0' ? false : undefined; // `r`: removed
  };
  return { nodeCliInspect: fuse(NODE_CLI_INSPECT) };
}

/**
 * Says at once what a signal would only show by silence. Of an app's children those run Node that catch SIGUSR1: what
 * `utilityProcess.fork` started.
 */
export async function requireElectronInspectable(pid: number): Promise<void> {
  const type = /[\0 ]--type=([\w-]+)/.exec((await readProc(pid, 'cmdline')) ?? '')?.[1];
  const status = type === 'utility' ? await readTargetStatus(pid) : undefined;
  const runsNode = status !== undefined && catchesUsr1(status);
  if (type !== undefined && !runsNode) {
    throw new Failure(
      'not-the-main-process',
      `Process ${pid} is a child of an Electron app (${type}), which has no inspector of its own.`,
      'Attach to the main process of the app: it brings its windows.',
    );
  }
  const fuses = await readElectronFuses(`/proc/${pid}/exe`).catch(() => undefined);
  if (fuses?.nodeCliInspect !== false) return;
  throw new Failure(
    'inspector-fused-off',
    `The makers of this Electron app have switched its inspector off (fuse nodeCliInspect).`,
    'Use a build of the app with that fuse on, or start it with --remote-debugging-port=0 to see its windows.',
  );
}
