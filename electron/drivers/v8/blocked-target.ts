import { exitedMeanwhile } from '../target-status.js';
import { pauseFor } from '../time-limit.js';
import { findInspector } from './inspector-finding.js';
import type { LateOpening } from './late-opening.js';
import { openingSystem } from './opening-system.js';

/**
 * Resolves when a target that was asked to open its inspector, and could not answer, is worth another try: it has opened it, or
 * another had the port when it wanted it. Waits for as long as it takes; throws `cancelled` when the signal fires, and
 * `target-exited`.
 */
export async function untilItComesRound(
  opening: LateOpening,
  signal: AbortSignal,
  system = openingSystem(process.platform),
): Promise<void> {
  const { pid, known, wanted } = opening;
  const began = performance.now();
  for (let beaten = false; ; ) {
    if (!(await system.alive(opening))) throw exitedMeanwhile(pid);
    const taken = wanted === 0 || (await system.taken(pid, wanted));
    if (taken) {
      const fresh = (await system.ports(pid)).filter(({ port }) => !known.includes(port));
      if (await findInspector(fresh.filter(({ port }) => wanted === 0 || port === wanted))) return;
    }
    if (beaten && !taken) return;
    beaten = taken && wanted !== 0;
    await pauseFor(Math.max(system.pause, performance.now() - began < SOON ? 50 : 250), signal);
  }
}

/** ms. Most that were blocked come round within some seconds. */
const SOON = 10_000;

/** What is said of it meanwhile. `sure`: it has no SIGUSR1 handler of its own, which would be the other reason. */
export const blockedText = (pid: number, sure: boolean): string =>
  `process ${pid} was asked to open its inspector and has not answered: its event loop is blocked` +
  `${sure ? '' : ', or it has a SIGUSR1 handler of its own'}. Waiting until it turns`;

export const busyText = (pid: number): string =>
  `the inspector of process ${pid} is open and does not answer: its event loop is blocked. Waiting until it turns`;
