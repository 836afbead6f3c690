import { readTargetStatus, type TargetStatus } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { listInspectorTargets } from './inspector-address.js';
import { type Listener, listeningPorts } from './listening-ports.js';
import { CLOSE_INSPECTOR } from './target-programs.js';
import { connectWire } from './wire.js';

const WATCH_FOR = 120_000;

/**
 * A target that was signalled while it could not answer opens its inspector when it comes round, with
 * nobody left to close it. Watches for that without holding anybody up, and closes it.
 */
export function closeWhenItOpens(status: TargetStatus, before: readonly Listener[], wanted: number): void {
  const known = new Set(before.map((at) => at.port));
  const watch = async (): Promise<void> => {
    const until = performance.now() + WATCH_FOR;
    while (performance.now() < until) {
      if ((await readTargetStatus(status.pid))?.startTime !== status.startTime) return;
      for (const at of await listeningPorts(status.pid)) {
        // Ports that the program opens meanwhile for itself are not asked.
        if (known.has(at.port) || (wanted !== 0 && at.port !== wanted)) continue;
        const target = (await listInspectorTargets(at))?.[0];
        if (!target) continue;
        const wire = await connectWire(target.webSocketUrl);
        await wire
          .send('Runtime.evaluate', { expression: CLOSE_INSPECTOR, includeCommandLineAPI: true })
          .catch(() => undefined);
        return wire.close();
      }
      await pauseFor(250);
    }
  };
  watched++;
  watch()
    .catch(() => undefined)
    .finally(() => watched--);
}

/** Whether some target is watched now. */
export const watchesOpenings = (): boolean => watched > 0;

let watched = 0;
