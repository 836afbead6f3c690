import { readTargetStatus } from '../target-status.js';
import { pauseFor, within } from '../time-limit.js';
import { DebuggedPort, occupied } from './debugged-port.js';
import { evaluate } from './devtools-link.js';
import { listInspectorTargets } from './inspector-address.js';
import { connectionsTo, listeningPorts, loopbackPortTaken, portHolder } from './listening-ports.js';
import { moveInspectorTo } from './target-programs.js';
import { connectWire } from './wire.js';

const MOVE_LIMIT = 2000;

/**
 * Has the process whose inspector occupies `port` open it elsewhere for a moment. Only an inspector that
 * nobody uses is moved. Returns what moves it back.
 */
export async function freeInspectorPort(pid: number, port: number): Promise<() => Promise<void>> {
  const holder = await portHolder(port);
  if (holder === undefined) throw occupied(pid, port, 'a process that we may not look into');
  if (!(await readTargetStatus(holder))) return async () => undefined;
  const at = { host: '127.0.0.1', port };
  const target = (await listInspectorTargets(at))?.find((one) => one.type === 'node');
  if (!target) throw occupied(pid, port, `process ${holder}, which is not a Node inspector`);
  if ((await connectionsTo(holder, port)) > 0) throw new DebuggedPort(pid, port, holder);

  await move(target.webSocketUrl, 0);
  const until = performance.now() + MOVE_LIMIT;
  while (await loopbackPortTaken(pid, port)) {
    if (performance.now() > until) throw occupied(pid, port, `process ${holder}, which does not give it up`);
    await pauseFor(5);
  }
  return () => moveBack(holder, port).catch(() => undefined);
}

async function moveBack(holder: number, port: number): Promise<void> {
  const until = performance.now() + MOVE_LIMIT;
  while (performance.now() < until) {
    for (const at of await listeningPorts(holder)) {
      if (at.host !== '127.0.0.1') continue;
      const target = (await listInspectorTargets(at))?.find((one) => one.type === 'node');
      if (!target) continue;
      await move(target.webSocketUrl, port);
      return settles(holder, port, until);
    }
    await pauseFor(10);
  }
}

/** It hangs up before it listens again: until then the next target could take the port from it, and be beaten to it. */
async function settles(holder: number, port: number, until: number): Promise<void> {
  while (performance.now() < until && !(await listeningPorts(holder)).some((at) => at.port === port))
    await pauseFor(5);
}

/** The answer is that it hangs up. */
async function move(webSocketUrl: string, port: number): Promise<void> {
  const wire = await connectWire(webSocketUrl);
  const gone = new Promise<void>((resolve) => wire.onClose(() => resolve()));
  evaluate(wire, moveInspectorTo(port)).catch(() => undefined);
  await within(gone, MOVE_LIMIT, () => new Error('it does not move')).catch(() => wire.close());
}
