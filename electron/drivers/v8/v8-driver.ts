import { Failure, saying } from '../../../shared/base/failure.js';
import type { CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Attachment, Driver } from '../driver.js';
import { nativeTools } from '../native/native-tools.js';
import { readProc } from '../target-status.js';
import { attachAddress } from './address-entry.js';
import { attachChecks } from './attach-checks.js';
import { attachBrowser } from './browser-attachment.js';
import { attachBun } from './bun-attachment.js';
import { CaptureForecast } from './capture-forecast.js';
import { enterDeno } from './deno-entry.js';
import { ElectronAttachment } from './electron-attachment.js';
import { requireElectronInspectable } from './electron-fuses.js';
import { enterWindows } from './electron-windows.js';
import { enterElsewhere } from './elsewhere-entry.js';
import { NodeAttachment } from './node-attachment.js';
import { type EntryOptions, enterNode } from './node-entry.js';

/** Enters Node, Electron, Deno, Chrome and Bun processes by the inspector protocol. */
export function v8Driver(options: V8DriverOptions = {}): Driver {
  return {
    runtime: 'v8',
    async *preflight(process) {
      for await (const check of attachChecks(process)) {
        yield check;
        if (!check.ok) return;
      }
      yield* nativeTools(process);
    },
    estimate,
    attach: (process, signal, onWait) => attach(process, signal, { ...options, onWait }),
  };
}

export interface V8DriverOptions {
  /** The built `closer-program`: without it nobody closes, after our end, what a blocked target opens late. */
  readonly closer?: string;
}

/** Resident memory of a V8 program whose heap is empty: code, libraries, the young generation. */
const EMPTY = 55e6;
/** Of the rest, what is heap: buffers, the allocator and free pages are beside it. */
const HEAP_SHARE = 0.6;
const SMALLEST_HEAP = 4e6;

/** From RSS alone, and so on the safe side; once attached, the heap's own size is known. */
async function estimate({ pid, rss, runtime }: ProcessInfo): Promise<CaptureEstimate> {
  const used = Math.max(SMALLEST_HEAP, (rss - EMPTY) * HEAP_SHARE);
  const node = runtime.flavour === 'node' ? Number.parseInt(runtime.version ?? '', 10) : undefined;
  return new CaptureForecast(pid, runtime.flavour === 'node' ? 'fifo' : 'wire', node || undefined).estimate({
    used,
  });
}

async function attach(target: ProcessInfo, signal: AbortSignal, options: EntryOptions): Promise<Attachment> {
  try {
    return await enter(target, signal, options);
  } catch (error) {
    if (error instanceof Failure) throw error;
    // A program that closes its inspector while we enter breaks whatever step was under way.
    throw new Failure(
      'not-entered',
      `Process ${target.pid} could not be entered: ${saying(error)}.`,
      'Try again; leakscope doctor --pid says what could be in the way.',
    );
  }
}

async function enter(target: ProcessInfo, signal: AbortSignal, options: EntryOptions): Promise<Attachment> {
  if (target.address !== undefined) return attachAddress(target, signal);
  if (target.pid === process.pid) {
    throw new Failure(
      'itself',
      'Leakscope does not attach to itself.',
      'Start a second one to look at this one.',
    );
  }
  if (process.platform !== 'linux') {
    if (target.runtime.flavour === 'node')
      return new NodeAttachment(target, await enterElsewhere(target, signal, options));
    throw new Failure(
      'unsupported-platform',
      `Here only Node is entered by its PID, and process ${target.pid} is ${target.runtime.flavour}.`,
      'Start the program with --inspect=127.0.0.1:9229 (a browser: --remote-debugging-port=9222) and type that address.',
    );
  }
  switch (target.runtime.flavour) {
    case 'chrome':
      return attachBrowser(target, signal);
    case 'deno':
      return new NodeAttachment(target, await enterDeno(target, signal));
    case 'bun':
      return attachBun(target, signal);
    case 'electron':
      return attachElectron(target, signal, options);
    default:
      return new NodeAttachment(target, await enterNode(target, signal, options));
  }
}

/** By the main process's inspector, and from inside it to its windows; where that is switched off, by a debugging port to the windows alone. */
async function attachElectron(
  target: ProcessInfo,
  signal: AbortSignal,
  options: EntryOptions,
): Promise<Attachment> {
  try {
    await requireElectronInspectable(target.pid);
  } catch (error) {
    if (await hasDebuggingPort(target.pid)) return attachBrowser(target, signal);
    throw error;
  }
  const entry = await enterNode(target, signal, options);
  return new ElectronAttachment(target, entry, enterWindows(target, entry));
}

async function hasDebuggingPort(pid: number): Promise<boolean> {
  return /\0--remote-debugging-port=\d+/.test((await readProc(pid, 'cmdline')) ?? '');
}
