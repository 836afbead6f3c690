import { Failure, saying } from '../../../shared/base/failure.js';
import type { Check } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { readTargetStatus, sharesNamespace, type TargetStatus } from '../target-status.js';
import { findBrowser } from './browser-port.js';
import { requireBunInspecting } from './bun-inspector.js';
import { requireElectronInspectable } from './electron-fuses.js';
import { readInspectorFlags } from './inspector-flags.js';
import { catchesUsr1 } from './inspector-opening.js';
import { type Listener, listeningPorts, loopbackPortTaken } from './listening-ports.js';
import { handlesUsr1Itself } from './own-usr1-handler.js';

/** What could stop an attach, cheapest first, without sending the process anything. Ends at the first that would. */
export async function* attachChecks(target: ProcessInfo): AsyncGenerator<Check> {
  if (process.platform === 'linux') yield* checksHere(target);
  else yield elsewhereCheck(target, process.platform);
}

/** Where there is no /proc, little can be seen beforehand. */
export function elsewhereCheck({ runtime }: ProcessInfo, platform: NodeJS.Platform): Check {
  const check = 'It can be entered by its PID';
  if (runtime.flavour !== 'node')
    return {
      ...{ check, ok: false, found: `on ${platform} only Node is` },
      fix: 'Start it with --inspect (a browser: --remote-debugging-port=9222), and type that address.',
    };
  return platform === 'win32'
    ? { check, ok: true, found: 'its inspector is opened for a moment; untried, no Windows could be had' }
    : {
        check,
        ok: true,
        found: 'if its inspector is open: kill -USR1 PID opens it, or --inspect at its start',
      };
}

async function* checksHere({ pid, runtime }: ProcessInfo): AsyncGenerator<Check> {
  const status = await readTargetStatus(pid);
  yield { check: 'The process exists', ok: status !== undefined };
  if (!status) return;
  const running = !['T', 't', 'Z', 'X'].includes(status.state);
  yield {
    check: 'It is running',
    ok: running,
    ...(!running && {
      found: `state ${status.state}`,
      fix: status.state === 'T' ? `kill -CONT ${pid}` : undefined,
    }),
  };
  if (!running) return;
  const ports = await listeningPorts(pid).catch(() => undefined);
  yield {
    check: 'Its descriptors can be read',
    ok: ports !== undefined,
    ...(!ports && { fix: 'Run Leakscope as the same user as the process, or as root.' }),
  };
  if (!ports) return;
  const near = await sharesNamespace(pid, 'net');
  yield {
    check: 'It shares our network',
    ok: near,
    ...(!near && { fix: `nsenter --target ${pid} --net npx leakscope serve` }),
  };
  if (!near) return;
  if (runtime.flavour === 'chrome') {
    yield await said('Its debugging port is open', () => findBrowser(pid));
  } else if (runtime.flavour === 'deno') {
    yield denoCheck(ports);
  } else if (runtime.flavour === 'bun') {
    const inspecting = await said('It was started with its inspector', () => requireBunInspecting(pid));
    yield inspecting;
    if (inspecting.ok) yield BUN_LACKS;
  } else {
    if (runtime.flavour === 'electron') {
      const fuses = await said('Its makers left its inspector switched on', () =>
        requireElectronInspectable(pid),
      );
      yield fuses;
      if (!fuses.ok) return;
    }
    yield* nodeChecks(status, ports);
  }
}

async function* nodeChecks(status: TargetStatus, ports: readonly Listener[]): AsyncGenerator<Check> {
  const flags = await readInspectorFlags(status.pid);
  const open = ports.some((at) => at.port === flags.port);
  const caught = catchesUsr1(status);
  const itself = !open && caught && (await handlesUsr1Itself(status.pid)) === true;
  const opens = open || (caught && !itself);
  yield {
    check: 'Its inspector is open or can be opened by SIGUSR1',
    ok: opens,
    ...(open && { found: `something of it listens on ${flags.port}` }),
    ...(itself && {
      found: 'it has a SIGUSR1 handler of its own, which the signal would run',
      fix: 'Restart it with --inspect=127.0.0.1:0.',
    }),
    ...(!opens && !itself && { fix: 'Restart it without --disable-sigusr1, or with --inspect=127.0.0.1:0.' }),
  };
  if (open || !opens || flags.port === 0) return;
  const taken = await loopbackPortTaken(status.pid, flags.port);
  yield {
    check: `Port ${flags.port}, where its inspector opens, can be had`,
    ok: true,
    ...(taken && { found: 'held by another process: an inspector that nobody uses is moved for a moment' }),
  };
}

const denoCheck = (ports: readonly Listener[]): Check => ({
  check: 'Its inspector may be open',
  ok: ports.length > 0,
  ...(ports.length === 0 && { fix: 'Restart it with: deno run --inspect=127.0.0.1:0 …' }),
});

const BUN_LACKS: Check = {
  check: 'What Bun tells',
  ok: true,
  found:
    'its heap, collections and snapshots; its inspector has no sampling of allocations, no counts of live objects and no ' +
    'workers, and objects are numbered anew in each snapshot: two are compared by places',
};

/** A requirement as a check: its Failure becomes what was found and the fix. */
async function said(check: string, require: () => Promise<unknown>): Promise<Check> {
  try {
    await require();
    return { check, ok: true };
  } catch (error) {
    return {
      check,
      ok: false,
      found: saying(error),
      fix: error instanceof Failure ? error.remedy : undefined,
    };
  }
}
