import { Failure } from '../../../shared/base/failure.js';
import { exitedMeanwhile, readProc, readTargetStatus } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { type InspectorVersion, inspectorVersion } from './inspector-address.js';
import { requireReachable } from './inspector-finding.js';
import { type Listener, listeningPorts } from './listening-ports.js';

type BrowserAddress = InspectorVersion & { readonly webSocketUrl: string };

/** The thread that answers is the one that starts the browser and opens its windows: it is asked again. */
const STARTS_WITHIN = 15_000;
/** Since version 136 Chrome never listens for its usual profile, whatever it is told. */
const LISTENS_WITHIN = 3000;
const PAUSE = 100;

/**
 * The browser-wide debugging address of this very browser process. One that was told to listen is waited for.
 * @throws Failure `not-the-main-process`, `inspector-closed`, `no-answer`, `target-exited`, `cancelled`
 */
export async function findBrowser(pid: number, signal?: AbortSignal): Promise<BrowserAddress> {
  await requireReachable(pid);
  const command = (await readProc(pid, 'cmdline')) ?? '';
  // Children that the zygote makes have their arguments joined by spaces.
  if (/[\0 ]--type=/.test(command)) {
    throw new Failure(
      'not-the-main-process',
      `Process ${pid} is a child of the browser, which debugs it from its main process.`,
      "Attach to the browser's main process.",
    );
  }
  const said = /\0--remote-debugging-port=(\d+)/.exec(command)?.[1];
  const wanted = Number(said ?? Number.NaN);
  const began = performance.now();
  for (;;) {
    const ports = (await listeningPorts(pid)).filter(({ port }) => !(wanted > 0) || port === wanted);
    const address = await firstToAnswer(ports);
    if (address) return address;
    const { state } = (await readTargetStatus(pid)) ?? {};
    if (state === undefined || state === 'Z') throw exitedMeanwhile(pid);
    if (said === undefined) throw closed(pid);
    const waited = performance.now() - began;
    if (ports.length === 0 && waited > LISTENS_WITHIN) throw closed(pid);
    if (waited > STARTS_WITHIN) throw silent(pid);
    await pauseFor(PAUSE, signal);
  }
}

async function firstToAnswer(ports: readonly Listener[]): Promise<BrowserAddress | undefined> {
  for (const at of ports) {
    const version = await inspectorVersion(at);
    if (version?.webSocketUrl) return { ...version, webSocketUrl: version.webSocketUrl };
  }
  return undefined;
}

const silent = (pid: number): Failure =>
  new Failure(
    'no-answer',
    `Browser process ${pid} has its debugging port open and does not answer there: it is starting, stopped or blocked.`,
    'Try again when it is less busy.',
  );

const closed = (pid: number): Failure =>
  new Failure(
    'inspector-closed',
    `Browser process ${pid} runs without a debugging port, and none can be opened later.`,
    'Restart it with --remote-debugging-port=0 --user-data-dir=DIRECTORY (a directory of its own).',
  );
