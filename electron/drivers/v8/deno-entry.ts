import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { requireRunning } from '../target-status.js';
import { evaluate } from './devtools-link.js';
import { throughWire } from './inside.js';
import { findInspector, likelyPorts, requireReachable } from './inspector-finding.js';
import { readInspectorFlags } from './inspector-flags.js';
import { listeningPorts } from './listening-ports.js';
import type { NodeEntry } from './node-entry.js';
import { IDENTIFY, type Identity } from './target-programs.js';
import { connectWire } from './wire.js';

/**
 * Enters a Deno process whose inspector is open; it is never signalled, for SIGUSR1 would end it. Its
 * permissions forbid files to the code we run, so snapshots come over the wire.
 */
export async function enterDeno(process: ProcessInfo, signal: AbortSignal): Promise<NodeEntry> {
  const { pid } = await requireRunning(process);
  await requireReachable(pid);
  const found = await findInspector(likelyPorts(await listeningPorts(pid), await readInspectorFlags(pid)));
  if (!found) {
    throw new Failure(
      'inspector-closed',
      `Deno process ${pid} runs without an inspector, and Deno cannot open one later.`,
      'Restart it with: deno run --inspect=127.0.0.1:0 …',
    );
  }
  const wire = await connectWire(found.target.webSocketUrl, signal);
  try {
    const identity = await evaluate<Identity>(wire, IDENTIFY, { signal });
    return { identity, inside: throughWire(wire, false), directory: undefined };
  } catch (error) {
    await wire.close();
    throw error;
  }
}
