import { Failure } from '../../../shared/base/failure.js';
import { readProc } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { inspectorVersion } from './inspector-address.js';
import { type Listener, listeningPorts } from './listening-ports.js';
import { printedPath } from './printed-address.js';

/** Bun's own, where `--inspect` names none. */
const USUAL_PORT = 6499;

/** What a Bun process was told about its inspector when it started. */
export interface BunInspectorFlags {
  readonly inspecting: boolean;
  /** 0 where it takes any that is free. */
  readonly port: number;
  /** With its slash; absent where Bun makes one up, which it only prints. */
  readonly path?: string;
}

/** `--inspect[-wait|-brk][=…]`, or BUN_INSPECT: a port, `host:port/path` or a `ws://` address. */
export function parseBunFlags(args: readonly string[], environment: string | undefined): BunInspectorFlags {
  const said = args.map((arg) => /^--inspect(?:-wait|-brk)?(?:=(.*))?$/.exec(arg)).find((match) => match);
  const value = said ? (said[1] ?? '') : environment;
  if (value === undefined || (!said && value === '')) return { inspecting: false, port: USUAL_PORT };
  const plain = value.replace(/^wss?:\/\//, '').replace(/\?.*$/, '');
  const [, address = '', path = ''] = /^([^/]*)(\/.*)?$/.exec(plain) ?? [];
  const port = /^\d+$/.test(address) ? address : /:(\d+)$/.exec(address)?.[1];
  return {
    inspecting: true,
    port: port === undefined ? USUAL_PORT : Number(port),
    ...(path.length > 1 && { path }),
  };
}

/** From its arguments and its environment as they were at start. Throws a Failure where it has none. */
export async function requireBunInspecting(pid: number): Promise<BunInspectorFlags> {
  const [cmdline, environ] = await Promise.all([readProc(pid, 'cmdline'), readProc(pid, 'environ')]);
  const named = (name: string): string | undefined =>
    environ
      ?.split('\0')
      .find((entry) => entry.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  const args = [...(named('BUN_OPTIONS')?.split(/\s+/) ?? []), ...ownWords(cmdline?.split('\0') ?? [])];
  const flags = parseBunFlags(args, named('BUN_INSPECT'));
  if (!flags.inspecting) throw noBunInspector(pid);
  return flags;
}

/** Of Bun's arguments those before the program, whose own words say nothing about Bun. */
function ownWords([, ...words]: readonly string[]): readonly string[] {
  const program = words.findIndex((word) => !word.startsWith('-') && !SUBCOMMANDS.has(word));
  return program < 0 ? words : words.slice(0, program);
}

const SUBCOMMANDS: ReadonlySet<string> = new Set(['run', 'test', 'x']);

/** As Bun makes it up. */
const MADE_UP = /^\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The WebSocket address of this very process's inspector. Throws a Failure where it has none, or does not tell. */
export async function bunInspectorUrl(pid: number, signal?: AbortSignal): Promise<string> {
  const flags = await requireBunInspecting(pid);
  const until = performance.now() + STARTS;
  for (;;) {
    const at = await inspectorAmong(await listeningPorts(pid), flags);
    const path = at && (flags.path ?? (await printedPath(pid, at.port, MADE_UP, signal)));
    if (path) return `ws://${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}${path}`;
    if (performance.now() > until) throw at ? pathUnknown(pid, at.port) : notListening(pid);
    await pauseFor(100, signal);
  }
}

/** ms. A thread of its own opens it, and then prints the address, while the program already runs. */
const STARTS = 1500;

/** A port of its own that answers as an inspector; only those are asked that can be one. */
async function inspectorAmong(
  ports: readonly Listener[],
  { port }: BunInspectorFlags,
): Promise<Listener | undefined> {
  const likely = port === 0 ? ports : ports.filter((at) => at.port === port);
  for (const { host, port } of likely) {
    const at = { host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port };
    if ((await inspectorVersion(at))?.browser === 'Bun') return at;
  }
  return undefined;
}

const noBunInspector = (pid: number): Failure =>
  new Failure(
    'inspector-closed',
    `Bun process ${pid} runs without its inspector, and Bun cannot open one later: it listens to no signal.`,
    'Its RSS, regions and threads are recorded. For its heap restart it with bun --inspect=127.0.0.1:0/leakscope …, or have it ' +
      'call v8.writeHeapSnapshot() and open the file.',
  );

const notListening = (pid: number): Failure =>
  new Failure(
    'no-inspector',
    `Bun process ${pid} was started with its inspector, but none of its ports answers as one.`,
    'One on a Unix socket, or that an editor made it connect to, cannot be used: start it with --inspect=127.0.0.1:0/leakscope.',
  );

const pathUnknown = (pid: number, port: number): Failure =>
  new Failure(
    'address-unknown',
    `Bun process ${pid} has an inspector on port ${port} under a secret path that it printed, and its memory may not be read.`,
    'Type the whole ws:// address that it printed, or start it with --inspect=127.0.0.1:0/leakscope.',
  );
