import { sizeText, timeText } from '../../shared/base/quantity.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import type { OneAtATime } from './one-at-a-time.js';
import type { TargetRun } from './target-run.js';

/** The isolates of one process that are to give a snapshot, before the first does. */
export interface IsolatesChosen {
  readonly process: TargetRun;
  readonly chosen: readonly TargetRun[];
  /** What that costs the process: a sentence without its full stop. Absent where none is taken. */
  readonly text?: string;
}

/**
 * Of `targets` those isolates that share a process with others of them: at most `most` of each, the largest heaps first.
 * They are taken one after another, and each leaves some of its memory with the C library.
 */
export async function isolatesChosen(
  targets: readonly TargetRun[],
  most: number | undefined,
  signal: AbortSignal,
): Promise<readonly IsolatesChosen[]> {
  const found: IsolatesChosen[] = [];
  for (const isolates of byProcess(targets)) {
    const [first] = isolates;
    if (first && most === 0) found.push({ process: first.within ?? first, chosen: [] });
    if (!first || most === 0 || isolates.length < 2) continue;
    const process = first.within ?? first;
    const known: { readonly target: TargetRun; readonly estimate: CaptureEstimate | undefined }[] = [];
    for (const target of isolates) known.push({ target, estimate: await estimateOf(target, signal) });
    known.sort((a, b) => (b.estimate?.extraMemory ?? 0) - (a.estimate?.extraMemory ?? 0));
    const taken = known.slice(0, most);
    const sum = (of: 'pause' | 'extraMemory'): number =>
      taken.reduce((all, { estimate }) => all + (estimate?.[of] ?? 0), 0);
    const text =
      `${taken.length === known.length ? '' : `the ${taken.length} largest of `}${known.length} isolates give a snapshot, ` +
      `one after another: about ${timeText(sum('pause'))} of pauses in all, and up to ${sizeText(sum('extraMemory'))} more ` +
      'memory, of which the C library may keep a part until the program ends';
    found.push({ process, chosen: taken.map(({ target }) => target), text });
  }
  return found;
}

function byProcess(targets: readonly TargetRun[]): readonly (readonly TargetRun[])[] {
  const groups = new Map<OneAtATime, TargetRun[]>();
  for (const target of targets) {
    const group = groups.get(target.captures);
    if (group) group.push(target);
    else groups.set(target.captures, [target]);
  }
  return [...groups.values()];
}

const ESTIMATE_LIMIT = 5000;

const estimateOf = (
  { attachment }: TargetRun,
  signal: AbortSignal,
): Promise<CaptureEstimate | undefined> | undefined =>
  attachment
    ?.estimateCapture?.(AbortSignal.any([signal, AbortSignal.timeout(ESTIMATE_LIMIT)]))
    .catch(() => undefined);
