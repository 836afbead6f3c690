import type { RecordingEnd } from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import { timeText } from '../../shared/base/quantity.js';
import type { Captures } from './captures.js';
import type { SnapshotSchedule } from './snapshot-schedule.js';
import type { StartSnapshots } from './start-snapshots.js';
import type { TargetRun } from './target-run.js';
import { withinLimit } from './time-limit.js';

/** What a recording still captures at its end: all that is asked for then, and what is under way. Each has its time. */
export class LastSnapshots {
  /** Fires when the time of those not begun is over, or somebody does not want to wait for them. */
  readonly #hurry = new AbortController();

  constructor(
    private readonly schedule: SnapshotSchedule,
    private readonly captures: Captures,
    private readonly atStart: StartSnapshots | undefined,
    private readonly limit = END_SNAPSHOTS,
  ) {}

  async take(reason: RecordingEnd['reason'], targets: readonly TargetRun[]): Promise<void> {
    if (this.schedule.wantsEnd) {
      if (reason === 'targets-gone') this.schedule.problem('No snapshot at the end: every target had ended.');
      else await this.#take();
    }
    const idle = Promise.all(targets.map((target) => target.captures.idle()));
    const grace = reason === 'targets-gone' ? STORING_GRACE : CAPTURE_GRACE;
    if (this.captures.any) await withinLimit(idle, grace, 'A capture').catch(() => undefined);
    for (const why of this.atStart?.problems() ?? []) this.schedule.problem(`No snapshot at start: ${why}`);
  }

  /** What is still being captured is given up. */
  hurry(): void {
    this.#hurry.abort();
    this.captures.giveUp();
  }

  /** As many as are begun in a fifth of the time that they have, and done in the whole of it; the others are told. */
  async #take(): Promise<void> {
    const begin = this.limit * BEGUN_WITHIN;
    const over = new Failure('timeout', `the time for them, ${timeText(begin)}, was over before their turn.`);
    const timers = [
      setTimeout(() => this.#hurry.abort(over), begin),
      setTimeout(() => this.captures.giveUp(), this.limit),
    ];
    try {
      await this.schedule.atEnd(this.#hurry.signal);
    } finally {
      for (const timer of timers) clearTimeout(timer);
    }
  }
}

/** What is being captured when the recording is stopped has this long to come to its end. */
const CAPTURE_GRACE = 10_000;
/** A heap of some GB takes minutes; a tree of fifty programs must not take an hour. */
const END_SNAPSHOTS = 300_000;
/** The part of it in which they are begun. */
const BEGUN_WITHIN = 0.2;
/** With no target left, what still runs is the storing of a snapshot that came whole: perhaps the last there will be. */
const STORING_GRACE = 120_000;
