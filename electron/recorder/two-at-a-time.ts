import { availableParallelism } from 'node:os';
import type { TargetRun } from './target-run.js';

/** Each builds in its own process and is read here: with more, reading is what is waited for. */
const MOST = Math.min(2, availableParallelism());
const ESTIMATE_LIMIT = 10_000;

/**
 * Takes from `left` in order, two at a time where those are of two processes and memory suffices for both. Resolves when
 * none is left, or `ending` has fired and those that had begun are done. `work` never rejects. Others may be added to
 * `left` meanwhile: `arrival` resolves at the next.
 */
export async function twoAtATime(
  left: TargetRun[],
  work: (target: TargetRun) => Promise<void>,
  ending: AbortSignal,
  arrival: () => Promise<void> = () => new Promise(() => undefined),
): Promise<void> {
  const running = new Map<TargetRun, Running>();
  while ((left.length > 0 || running.size > 0) && !ending.aborted) {
    const another = arrival();
    const next = await mayBegin(left, running, ending);
    if (ending.aborted) break;
    if (!next) {
      if (running.size > 0) await Promise.race([another, ...[...running.values()].map(({ done }) => done)]);
      continue;
    }
    left.splice(left.indexOf(next.target), 1);
    const done = work(next.target).finally(() => running.delete(next.target));
    running.set(next.target, { extraMemory: next.extraMemory, done });
  }
  await Promise.all([...running.values()].map(({ done }) => done));
}

interface Running {
  readonly extraMemory: number;
  readonly done: Promise<void>;
}

async function mayBegin(
  left: readonly TargetRun[],
  running: ReadonlyMap<TargetRun, Running>,
  ending: AbortSignal,
): Promise<{ readonly target: TargetRun; readonly extraMemory: number } | undefined> {
  if (running.size >= MOST) return undefined;
  // Isolates of one process wait for each other.
  const busy = new Set([...running.keys()].map(({ captures }) => captures));
  const target = left.find(({ captures }) => !busy.has(captures));
  if (!target) return undefined;
  const signal = AbortSignal.any([ending, AbortSignal.timeout(ESTIMATE_LIMIT)]);
  const estimate = await target.attachment?.estimateCapture?.(signal).catch(() => undefined);
  if (running.size === 0) return { target, extraMemory: estimate?.extraMemory ?? 0 };
  if (!estimate?.safe) return undefined;
  // What the others have taken already is gone from the head-room too: counted twice, on the safe side.
  const others = [...running.values()].reduce((sum, { extraMemory }) => sum + extraMemory, 0);
  const { extraMemory, headroom } = estimate;
  return others + extraMemory < headroom ? { target, extraMemory } : undefined;
}
