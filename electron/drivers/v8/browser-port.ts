import { Failure } from '../../../shared/base/failure.js';
import { readProc } from '../target-status.js';
import { type InspectorVersion, inspectorVersion } from './inspector-address.js';
import { requireReachable } from './inspector-finding.js';
import { listeningPorts } from './listening-ports.js';

/** The browser-wide debugging address of this very browser process. */
export async function findBrowser(
  pid: number,
): Promise<InspectorVersion & { readonly webSocketUrl: string }> {
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
  const wanted = Number(/\0--remote-debugging-port=(\d+)/.exec(command)?.[1] ?? Number.NaN);
  for (const at of await listeningPorts(pid)) {
    if (wanted > 0 && at.port !== wanted) continue;
    const version = await inspectorVersion(at);
    if (version?.webSocketUrl) return { ...version, webSocketUrl: version.webSocketUrl };
  }
  throw new Failure(
    'inspector-closed',
    `Browser process ${pid} runs without a debugging port, and none can be opened later.`,
    'Restart it with --remote-debugging-port=0 --user-data-dir=DIRECTORY (a directory of its own).',
  );
}
