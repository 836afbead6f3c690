import { spawn } from 'node:child_process';
import type { ProcessKey } from '../../../shared/model/process.js';
import { atExit } from '../at-exit.js';
import { scriptRunner } from '../script-runner.js';
import { listInspectorTargets } from './inspector-address.js';
import type { Listener } from './listening-ports.js';
import { type OpeningSystem, openingSystem } from './opening-system.js';
import { closeOpenedBySignal } from './target-programs.js';
import { connectWire } from './wire.js';

/**
 * A target that was signalled while it could not answer: it opens its inspector when it comes round, with nobody left to
 * close it.
 */
export interface LateOpening extends ProcessKey {
  /** Its ports before: they are its own. */
  readonly known: readonly number[];
  /** The port that its inspector will have; 0 where any. */
  readonly wanted: number;
}

/** ms. */
export const WATCH_FOR = 600_000;

/** A target was asked to open its inspector, and has not answered yet. */
export interface PendingOpening {
  readonly opening: LateOpening;
  /** It has answered: what was opened is in the hands of whoever asked. */
  answered(): void;
  /** Nobody wants it any more: it is watched for, and closed, without holding anybody up. */
  takeBack(): void;
}

/** Called right after asking. When this process ends before the answer, `closer` goes on: a small program of its own, which ends with its task. */
export function pendingOpening(
  opening: LateOpening,
  closer: string | undefined,
  system?: OpeningSystem,
): PendingOpening {
  const watching = new AbortController();
  waiting.add(opening);
  const callOff = atExit(() => {
    watching.abort();
    if (waiting.delete(opening) && closer !== undefined) leaveTo(closer, opening);
  });
  const answered = (): void => {
    waiting.delete(opening);
    callOff();
  };
  return {
    opening,
    answered,
    takeBack: () =>
      void closeOnceOpen(opening, watching.signal, system)
        .catch(() => undefined)
        .finally(answered),
  };
}

/** Ports of a target on which the inspector may listen that it was asked for. */
export const answering = (
  ports: readonly Listener[],
  pending: PendingOpening | undefined,
): readonly Listener[] => (pending ? ports.filter(({ port }) => mayAnswer(pending.opening, port)) : []);

const mayAnswer = ({ known, wanted }: LateOpening, port: number): boolean =>
  !known.includes(port) && (wanted === 0 || port === wanted);

/** PIDs of the targets that were asked and have not answered. */
export const watchedOpenings = (): readonly number[] => [...waiting].map(({ pid }) => pid);

const waiting = new Set<LateOpening>();

/**
 * Resolves when it is closed, somebody debugs it, the program opened it itself, the target is gone, or it has waited long
 * enough. Keeps no process alive.
 */
export async function closeOnceOpen(
  opening: LateOpening,
  signal?: AbortSignal,
  system = openingSystem(process.platform),
): Promise<void> {
  const { pid, wanted } = opening;
  const began = performance.now();
  for (let passed = 0; passed < WATCH_FOR && !signal?.aborted; passed = performance.now() - began) {
    if (!(await system.alive(opening))) return;
    const open = wanted === 0 || (await system.taken(pid, wanted));
    for (const at of open ? await system.ports(pid) : []) {
      // Ports that the program opens meanwhile for itself are not asked.
      if (!mayAnswer(opening, at.port)) continue;
      const target = (await listInspectorTargets(at))?.[0];
      if (!target) continue;
      // Somebody debugs it: then it is theirs by now, or was from the start.
      if ((await system.connections(pid, at.port)) > 0) return;
      const wire = await connectWire(target.webSocketUrl);
      const expression = closeOpenedBySignal(system.pause >= 1000 ? pid : undefined);
      await wire.send('Runtime.evaluate', { expression, includeCommandLineAPI: true }).catch(() => undefined);
      return wire.close();
    }
    const pause = Math.max(system.pause, passed < SOON ? 250 : 1000);
    await new Promise((again) => setTimeout(again, pause).unref());
  }
}

/** ms. Most that were blocked come round within some seconds. */
const SOON = 10_000;

/** Called while this process exits: nothing can be waited for. */
function leaveTo(closer: string, opening: LateOpening): void {
  const runner = scriptRunner();
  if (runner === undefined) return;
  const child = spawn(runner, [...SMALL, closer, JSON.stringify(opening)], {
    ...{ cwd: '/', detached: true, stdio: 'ignore', env: {} },
  });
  child.on('error', () => undefined);
  child.unref();
}

const SMALL = ['--max-old-space-size=16', '--max-semi-space-size=1'];
