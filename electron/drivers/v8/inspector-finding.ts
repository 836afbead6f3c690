import { Failure } from '../../../shared/base/failure.js';
import { sharesNamespace } from '../target-status.js';
import { type InspectorTarget, listInspectorTargets } from './inspector-address.js';
import type { InspectorFlags } from './inspector-flags.js';
import type { Listener } from './listening-ports.js';

export interface FoundInspector {
  readonly at: Listener;
  readonly target: InspectorTarget;
}

/** The first of these ports behind which an inspector answers. */
export async function findInspector(ports: readonly Listener[]): Promise<FoundInspector | undefined> {
  for (const at of ports) {
    const targets = await listInspectorTargets(at);
    const target = targets?.find((one) => one.type === 'node' || one.type === 'deno') ?? targets?.[0];
    if (target) return { at, target };
  }
  return undefined;
}

/** Where an inspector may listen: a program's own ports are not asked, its log would show it. */
export function likelyPorts(ports: readonly Listener[], flags: InspectorFlags): readonly Listener[] {
  const named = ports.filter((at) => at.port === flags.port || at.port === 9229);
  if (named.length > 0 || !flags.inspecting || flags.port !== 0) return named;
  return ports.filter((at) => at.host === '127.0.0.1' || at.host === '::1');
}

export async function requireReachable(pid: number): Promise<void> {
  if (await sharesNamespace(pid, 'net')) return;
  throw new Failure(
    'other-network',
    `Process ${pid} has a network of its own (a container), so its inspector cannot be reached from here.`,
    `Run Leakscope inside that network: nsenter --target ${pid} --net npx leakscope serve`,
  );
}
