import type { SnapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { Captures } from './captures.js';
import type { Journal } from './journal.js';
import { cannot, nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';

export interface TimelineParts {
  readonly journal: Journal;
  readonly engine: Pick<HeapEngine, 'heapAllocations'>;
  readonly captures: Captures;
  snapshotId(number: number): SnapshotId;
}

/** V8's allocation timeline, on request: at its end a snapshot with the stack and the time of each object. */
export class AllocationTimeline {
  /** Since when, ms since the session began. */
  readonly #since = new Map<TargetRun, number>();

  constructor(private readonly parts: TimelineParts) {}

  runs(target: TargetRun): boolean {
    return this.#since.has(target);
  }

  async start(target: TargetRun): Promise<void> {
    const tracking = target.attachment?.allocations;
    if (!tracking?.startTimeline || !tracking.stopTimeline)
      throw cannot(target, 'give an allocation timeline');
    if (this.#since.has(target)) return;
    const since = this.parts.journal.now();
    await tracking.startTimeline(AbortSignal.timeout(LIMIT));
    this.#since.set(target, since);
    this.parts.journal.mark('attach', `allocation timeline of ${nameOf(target)} begins`, target);
  }

  /** Nothing where none runs. Throws what the capture throws. */
  async stop(target: TargetRun): Promise<void> {
    const since = this.#since.get(target);
    if (since === undefined) return;
    this.#since.delete(target);
    const { journal, engine, captures, snapshotId } = this.parts;
    const tracking = target.attachment?.allocations;
    const stopTimeline = tracking?.stopTimeline?.bind(tracking);
    if (!stopTimeline) throw new Failure('target-ended', `${nameOf(target)} ended before its timeline did.`);
    const at = journal.now();
    const { snapshot } = await captures.take(target, {}, stopTimeline);
    const found = await engine.heapAllocations(snapshotId(snapshot.id));
    if (!found) return;
    const { data, rows, kind, name, lines } = found;
    const meta = {
      ...{ source: `timeline-${snapshot.id}`, kind, name, lines, rows, since },
      duration: at - since,
    };
    journal.write((writer) => writer.addArtifact({ kind: 'allocations', target: target.id, at, data, meta }));
    journal.changes.tell();
  }

  /** Those that still run. What goes wrong is a mark. */
  async finish(): Promise<void> {
    for (const target of [...this.#since.keys()])
      await this.stop(target).catch((error: unknown) =>
        this.parts.journal.mark(
          'snapshot-failed',
          `timeline of ${nameOf(target)}: ${sentence(error)}`,
          target,
        ),
      );
  }
}

const LIMIT = 20_000;
