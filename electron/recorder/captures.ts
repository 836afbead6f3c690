import type { CaptureChoice } from '../../shared/api/recording.js';
import type { SnapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { CaptureCost } from '../../shared/model/preflight.js';
import type { SnapshotInfo } from '../../shared/model/session.js';
import type { Attachment, CaptureOptions } from '../drivers/driver.js';
import { requireRedaction } from '../drivers/require-redaction.js';
import type { EngineCall, HeapEngine } from '../engine/heap-engine.js';
import type { SnapshotWriter } from '../store/session-store.js';
import { isolatesChosen } from './isolates-chosen.js';
import type { Journal } from './journal.js';
import { KeepSourceMaps } from './keep-source-maps.js';
import { notBegun } from './not-begun.js';
import { cannot, nameOf, sentence } from './sentence.js';
import { takeSnapshot } from './take-snapshot.js';
import type { TargetRun } from './target-run.js';
import { twoAtATime } from './two-at-a-time.js';

export interface CaptureParts {
  readonly engine: HeapEngine;
  readonly journal: Journal;
  begin(target: TargetRun): SnapshotWriter;
  snapshotId(number: number): SnapshotId;
  /** What every snapshot holds beyond the usual. */
  readonly options?: CaptureOptions;
  /** Of the isolates of one process at most so many of the largest give one, where all are asked; all when absent. */
  readonly isolates?: number | undefined;
  /** Else a snapshot is dropped from the engine once it is in the file. */
  readonly keepOpen: boolean;
}

export interface Taken {
  readonly snapshot: SnapshotInfo;
  readonly cost: CaptureCost;
}

/** The snapshots that are being taken: never two at a time in one process. */
export class Captures {
  readonly #running = new Map<AbortController, TargetRun>();
  /** Of the last one, ms. */
  lastPause: number | undefined;

  readonly #sourceMaps: KeepSourceMaps;

  constructor(private readonly parts: CaptureParts) {
    this.#sourceMaps = new KeepSourceMaps(parts.engine, parts.journal);
  }

  get any(): boolean {
    return this.#running.size > 0;
  }

  /**
   * `captureHeap` is another way to the target's heap than a plain snapshot: the end of a timeline. `choice` is of this one, beside
   * what the recording was told.
   */
  async take(
    target: TargetRun,
    { signal, onProgress }: EngineCall,
    captureHeap?: Attachment['captureHeap'],
    choice?: CaptureChoice,
  ): Promise<Taken> {
    const capture = new AbortController();
    const stop = (): void => capture.abort();
    this.#running.set(capture, target);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    try {
      const taken = await target.captures.run(() =>
        this.#capture(target, capture.signal, onProgress, captureHeap, choice),
      );
      this.lastPause = taken.cost.pause;
      return taken;
    } catch (given) {
      const cancelled = given instanceof Failure && given.code === 'cancelled';
      const error = cancelled && !target.live ? endedMeanwhile(target) : given;
      if (error !== given || !cancelled)
        this.parts.journal.mark(
          'snapshot-failed',
          `snapshot of ${nameOf(target)} failed: ${sentence(error)}`,
          target,
        );
      throw error;
    } finally {
      this.#running.delete(capture);
      signal?.removeEventListener('abort', stop);
      this.parts.journal.changes.tell();
    }
  }

  /**
   * Two targets at a time at most, so that neither pauses nor memory add up. Answers a sentence for each that
   * should have given one and did not; of a native process none is expected. Once `ending` fires none is begun any
   * more: a Failure that is its reason says why.
   */
  async takeAll(targets: readonly TargetRun[], ending: AbortSignal): Promise<readonly string[]> {
    const able = targets.filter(({ attachment, seenFromMain }) =>
      attachment ? attachment.captureHeap : !seenFromMain,
    );
    if (able.length === 0) return ['nothing that is recorded can give a heap snapshot.'];
    const failed: string[] = [];
    const asked = await this.announce(able, ending);
    const left = [...asked];
    const work = async (target: TargetRun): Promise<void> => {
      if (!target.live) return;
      await this.take(target, {}).catch((error: unknown) =>
        failed.push(`${nameOf(target)}: ${sentence(error)}`),
      );
    };
    await twoAtATime(left, work, ending);
    if (left.length > 0) failed.push(notBegun(left, asked.length, ending.reason));
    return failed;
  }

  /**
   * What snapshots of several isolates cost their process is said before the first. Answers those that are to be taken:
   * of `targets` all, but for the isolates of a process that are more than were chosen; `taken` of it gave theirs already.
   */
  async announce(
    targets: readonly TargetRun[],
    signal: AbortSignal,
    taken = 0,
  ): Promise<readonly TargetRun[]> {
    const { journal, isolates } = this.parts;
    const left = new Set(targets);
    const most = isolates === undefined ? undefined : Math.max(0, isolates - taken);
    for (const { process, chosen, text } of await isolatesChosen(targets, most, signal)) {
      for (const target of targets)
        if (target.captures === process.captures && !chosen.includes(target)) left.delete(target);
      if (text === undefined) continue;
      process.plan = text;
      journal.mark('attach', `${nameOf(process)}: ${text}`, process);
    }
    return [...left];
  }

  giveUp(of?: TargetRun): void {
    for (const [capture, target] of this.#running) if (!of || target === of) capture.abort();
  }

  async #capture(
    target: TargetRun,
    signal: AbortSignal,
    onProgress: EngineCall['onProgress'],
    captureHeap?: Attachment['captureHeap'],
    choice?: CaptureChoice,
  ): Promise<Taken> {
    await target.entered(signal);
    if (!target.live) throw endedMeanwhile(target);
    const { attachment } = target;
    if (!attachment?.captureHeap) throw cannot(target, 'give a heap snapshot');
    const { engine, begin, snapshotId, keepOpen } = this.parts;
    const options = { ...this.parts.options, ...choice };
    requireRedaction(target.process, options);
    const way = captureHeap
      ? { captureHeap, estimateCapture: attachment.estimateCapture?.bind(attachment) }
      : attachment;
    const taken = await takeSnapshot(
      { attachment: way, engine, snapshotId, options, begin: () => begin(target) },
      signal,
      onProgress,
    );
    const id = snapshotId(taken.snapshot.id);
    await this.#sourceMaps.after(target, id);
    if (!keepOpen) engine.drop(id);
    return taken;
  }
}

function endedMeanwhile(target: TargetRun): Failure {
  const how = target.message ?? 'was detached';
  return new Failure('target-ended', `${nameOf(target)} ${how} before its snapshot was whole.`);
}
