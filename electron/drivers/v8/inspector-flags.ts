import { readProc } from '../target-status.js';

/** What a Node process was told about its inspector when it started. */
export interface InspectorFlags {
  /** The port that it opens, or will open on SIGUSR1; 0 when it takes any that is free. */
  readonly port: number;
  /** It was started with `--inspect` or one of its siblings. */
  readonly inspecting: boolean;
}

/** From the arguments and NODE_OPTIONS as they were at start; later ones win, as in Node. */
export async function readInspectorFlags(pid: number): Promise<InspectorFlags> {
  const [cmdline, environ] = await Promise.all([readProc(pid, 'cmdline'), readProc(pid, 'environ')]);
  const options = environ?.split('\0').find((entry) => entry.startsWith('NODE_OPTIONS='));
  return parseInspectorFlags([
    ...(options?.slice('NODE_OPTIONS='.length).split(/\s+/) ?? []),
    ...(cmdline?.split('\0') ?? []),
  ]);
}

const FLAG =
  /^--(inspect|inspect-brk|inspect-wait|inspect-port|debug-port)(?:=(?:\[[^\]]*\]|[^:]*?):?(\d+)?)?$/;

export function parseInspectorFlags(args: readonly string[]): InspectorFlags {
  let port = 9229;
  let inspecting = false;
  for (const arg of args) {
    const match = FLAG.exec(arg);
    if (!match) continue;
    if (match[2] !== undefined) port = Number(match[2]);
    if (!match[1].endsWith('-port')) inspecting = true;
  }
  return { port, inspecting };
}
