import type {
  AllocationOffer,
  AllocationTrackingOptions,
  AttachmentState,
  CaptureChoice,
  Overhead,
  RecordingEnd,
} from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import type { CaptureEstimate } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { ObjectInspection } from '../drivers/object-inspection.js';
import type { EngineCall } from '../engine/heap-engine.js';
import type { Sampler } from '../samplers/sampler.js';
import type { NewArtifact, SampleBatch, SessionWriter } from '../store/session-store.js';
import { AllocationRecording } from './allocation-recording.js';
import { Captures, type Taken } from './captures.js';
import { LastHeaps } from './filled-heap.js';
import { InventoryRecording } from './inventory-recording.js';
import { Journal } from './journal.js';
import { LastSnapshots } from './last-snapshots.js';
import { Listeners } from './listeners.js';
import { NearLimit, type NearLimitOptions } from './near-limit.js';
import { Newcomers } from './newcomers.js';
import type { RecorderDeps } from './recorder.js';
import type { Recording, RecordingOptions, Stacks } from './recording.js';
import { cannot, nameOf, noSuchProcess, sentence } from './sentence.js';
import { SnapshotSchedule } from './snapshot-schedule.js';
import { StartSnapshots } from './start-snapshots.js';
import { TargetQuestions } from './target-questions.js';
import { TargetSet } from './target-set.js';
import { withinLimit } from './time-limit.js';

export interface RunParts {
  readonly deps: RecorderDeps;
  readonly options: RecordingOptions;
  readonly writer: SessionWriter;
  readonly sampler: Sampler;
  readonly startedAt: string;
  now(): number;
}

/** A recording from its first target to its plain file: running, ending, ended. */
export class RecordingRun implements Recording {
  readonly path: string;
  readonly startedAt: string;
  readonly ended: Promise<RecordingEnd>;
  readonly #journal: Journal;
  readonly #targets: TargetSet;
  readonly #newcomers: Newcomers;
  readonly #captures: Captures;
  readonly #allocations: AllocationRecording;
  readonly #inventories: InventoryRecording;
  readonly #schedule: SnapshotSchedule;
  readonly #last: LastSnapshots;
  readonly #questions: TargetQuestions;
  readonly #atStart: StartSnapshots | undefined;
  readonly #samples = new Listeners<readonly SampleBatch[]>();
  readonly #lastHeaps = new LastHeaps();
  readonly #watches: (() => void)[] = [];
  #phase: 'running' | 'ending' | 'ended' = 'running';
  #resolveEnd: (end: RecordingEnd) => void = () => {};
  #durationTimer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: RunParts) {
    const { deps, writer, sampler, options, startedAt, now } = parts;
    this.path = writer.path;
    this.startedAt = startedAt;
    this.ended = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
    this.#journal = new Journal(writer, now, () => void this.#end('failed'));
    this.#captures = new Captures({
      engine: deps.engine,
      journal: this.#journal,
      begin: (target) => writer.beginSnapshot(target.id, now()),
      snapshotId: options.snapshotId,
      options: options.capture,
      isolates: options.capture?.isolates,
      keepOpen: options.keepOpen ?? true,
    });
    const { nearLimit, allocations = nearLimit?.take === 'profile' } = options;
    this.#allocations = new AllocationRecording(
      {
        ...{ journal: this.#journal, captures: this.#captures, engine: deps.engine },
        ...(deps.nativeWays && { nativeWays: deps.nativeWays }),
        snapshotId: options.snapshotId,
        ...(options.capture?.redact ? { redacted: true } : {}),
      },
      allocations,
      options.allocationOptions,
    );
    this.#inventories = new InventoryRecording(sampler, this.#journal);
    this.#targets = new TargetSet({
      deps,
      sampler,
      journal: this.#journal,
      running: () => this.#phase === 'running',
      lastWords: (target) => this.#lastHeaps.wordsFor(target),
      onEntered: (target) => {
        void this.#allocations.begin(target);
        this.#atStart?.entered(target);
      },
      onOver: (target) => {
        this.#allocations.forget(target);
        // Of a target that died, the driver says whether its snapshot came whole: then it is kept.
        if (target.phase === 'detached') this.#captures.giveUp(target);
        this.#endWhenAlone();
      },
    });
    this.#newcomers = new Newcomers({
      running: () => this.#phase === 'running',
      targets: () => this.#targets.all,
      get: (pid) => deps.processes.get(pid),
      join: (process) => this.#join(process),
      mark: (text) => this.#journal.mark('attach', text),
    });
    this.#schedule = new SnapshotSchedule(options.snapshots ?? [], (ending) =>
      this.#captures.takeAll(this.#targets.live, ending),
    );
    if (options.snapshots?.includes('start'))
      this.#atStart = new StartSnapshots({
        ...{ now, within: options.startWithin ?? JOINED_AT_START },
        take: (target) => this.#captures.take(target, {}),
        announce: (...asked) => this.#captures.announce(...asked),
        mark: (text, target) => this.#journal.mark('attach', text, target),
      });
    this.#last = new LastSnapshots(this.#schedule, this.#captures, this.#atStart, options.endSnapshotsWithin);
    this.#questions = new TargetQuestions(this.#journal, this.#inventories);
    const near =
      nearLimit &&
      new NearLimit(nearLimit.share, (...found) => this.#keepBeforeTheEnd(nearLimit.take, ...found));
    sampler.onBatch((batches) => {
      if (!this.#journal.write((file) => file.append(batches))) return;
      near?.look(batches);
      this.#lastHeaps.look(batches);
      this.#samples.tell(batches);
    });
  }

  /** Takes in the targets named at the start. Throws what the store throws. */
  begin(processes: readonly ProcessInfo[]): void {
    for (const process of processes) {
      const target = this.#targets.add(process, { late: false });
      this.#atStart?.owe(target, true);
      const tool = this.parts.options.startedWith?.(process);
      if (tool) this.#allocations.adopt(target, tool).catch(() => undefined);
    }
    for (const process of processes) if (process.address === undefined) this.#follow(process);
    this.#schedule.begin(this.now());
    const { duration } = this.parts.options;
    if (duration !== undefined) this.#durationTimer = setTimeout(() => void this.#end('duration'), duration);
  }

  now(): number {
    return this.parts.now();
  }

  async attach(pid: number): Promise<number> {
    this.#refuseWhenOver();
    const process = await this.parts.deps.processes.get(pid);
    if (!process) throw noSuchProcess(pid);
    this.#refuseWhenOver();
    const known = this.#targets.liveOf(process);
    if (known) return known.id;
    const target = this.#targets.add(process, { late: true });
    this.#follow(process);
    return target.id;
  }

  async detach(id: number): Promise<void> {
    const target = this.#targets.of(id);
    await this.#allocations.leave(target);
    await this.#targets.leave(target);
  }

  settled(): Promise<void> {
    return this.#targets.settled();
  }

  async snapshot(id: number, call: EngineCall = {}, choice?: CaptureChoice): Promise<Taken> {
    this.#refuseWhenOver();
    const target = this.#targets.of(id);
    // Beside it: mappings are read in some ms, long before the snapshot raises RSS.
    void this.#inventories.keep(target, 'snapshot');
    return this.#captures.take(target, call, undefined, choice);
  }

  async inventory(id: number): Promise<number> {
    this.#refuseWhenOver();
    const target = this.#targets.of(id);
    const at = await this.#inventories.keep(target.within ?? target, 'asked');
    if (at === undefined) throw cannot(target, 'show its mappings, threads or descriptors');
    return at;
  }

  async estimate(id: number, signal?: AbortSignal, choice?: CaptureChoice): Promise<CaptureEstimate> {
    return this.#questions.estimate(this.#targets.of(id), signal, choice);
  }

  async threads(id: number, options: { readonly values?: boolean }, signal?: AbortSignal): Promise<Stacks> {
    return this.#questions.threads(this.#targets.of(id), options, signal);
  }

  async inspectObjects<T>(
    id: number,
    ask: (objects: ObjectInspection, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#questions.inspectObjects(this.#targets.of(id), ask);
  }

  async trim(id: number, signal?: AbortSignal): Promise<void> {
    return this.#questions.trim(this.#targets.of(id), signal);
  }

  async collectGarbage(id: number, signal?: AbortSignal): Promise<void> {
    return this.#questions.collectGarbage(this.#targets.of(id), signal);
  }

  keep(artifact: NewArtifact): void {
    if (this.#phase === 'ended') this.#refuseWhenOver();
    this.#journal.write((writer) => writer.addArtifact(artifact));
  }

  note(text: string): void {
    this.#journal.write((writer) => writer.mark({ at: this.now(), kind: 'attach', text }));
  }

  process(id: number): ProcessInfo {
    return this.#targets.of(id).process;
  }

  allocationOffers(id: number): readonly AllocationOffer[] {
    return this.#allocations.offers(this.#targets.of(id));
  }

  async trackAllocations(id: number, options: AllocationTrackingOptions | undefined): Promise<void> {
    this.#refuseWhenOver();
    const target = this.#targets.of(id);
    await (options ? this.#allocations.track(target, options) : this.#allocations.untrack(target));
  }

  keepAllocations(id: number): Promise<void> {
    return this.#allocations.readNow(this.#targets.of(id));
  }

  mark(text: string, at = this.now()): void {
    this.#refuseWhenOver();
    this.parts.writer.mark({ at, kind: 'note', text });
    this.#journal.changes.tell();
    if (this.now() - at < FRESH) void this.#inventories.keepAll(this.#targets.live, 'mark');
  }

  attachments(): readonly AttachmentState[] {
    return this.#targets.all.map((target) => target.state());
  }

  overhead(): Overhead {
    const overhead = this.parts.sampler.overhead();
    const { lastPause } = this.#captures;
    const inTargets = this.#allocations.own;
    return {
      ...overhead,
      ...(lastPause !== undefined && { lastPause }),
      ...(inTargets !== undefined && { inTargets }),
    };
  }

  fileSize(): number {
    return this.parts.writer.fileSize();
  }

  onSamples(listener: (batches: readonly SampleBatch[]) => void): () => void {
    return this.#samples.add(listener);
  }

  onChange(listener: () => void): () => void {
    return this.#journal.changes.add(listener);
  }

  onEnd(listener: (end: RecordingEnd) => void): () => void {
    let wanted = true;
    void this.ended.then((end) => wanted && listener(end));
    return () => {
      wanted = false;
    };
  }

  stop(): Promise<RecordingEnd> {
    // Asked again: what is still being captured is given up.
    if (this.#phase === 'ending') {
      this.#last.hurry();
      this.#allocations.hurry();
    } else void this.#end('stopped');
    return this.ended;
  }

  /** A root that runs another program is entered again; with `tree` its children join. */
  #follow(root: ProcessInfo): void {
    const { deps, options } = this.parts;
    const end = deps.processes.watchTree(root, ({ appeared, changed }) => {
      if (this.#phase !== 'running') return;
      // A shim may have become the program between our own first look and that of the watch.
      const became = appeared.filter((process) => process.pid === root.pid && !sameProgram(process, root));
      for (const process of [...became, ...changed]) this.#targets.programChanged(process);
      if (!options.tree) return;
      for (const process of appeared) if (process.pid !== root.pid) void this.#newcomers.welcome(process);
    });
    this.#watches.push(end);
  }

  #join(process: ProcessInfo): void {
    try {
      const target = this.#targets.add(process, { late: true, delay: SETTLING });
      this.#atStart?.owe(target, false);
    } catch {
      // The file takes no more: the journal has begun the end.
    }
  }

  /** The heap of a target is nearly full: what may be the last chance to see into it. */
  #keepBeforeTheEnd(take: NearLimitOptions['take'], id: number, used: number, limit: number): void {
    const target = this.#targets.of(id);
    const share = Math.round((used / limit) * 100);
    const text = `${nameOf(target)} has filled ${share} % of the heap that it may have: a ${take} is taken`;
    this.#journal.mark('near-limit', text, target);
    void this.#allocations.keep(target);
    if (take === 'snapshot') this.#captures.take(target, {}).catch(() => undefined);
  }

  #endWhenAlone(): void {
    if (this.#targets.live.length === 0 && this.parts.options.endWhenGone !== false)
      void this.#end('targets-gone');
  }

  async #end(reason: RecordingEnd['reason']): Promise<void> {
    if (this.#phase !== 'running') return;
    this.#phase = 'ending';
    clearTimeout(this.#durationTimer);
    for (const end of this.#watches) end();
    this.#schedule.stop();
    this.#atStart?.stop();
    this.#targets.callOff();
    if (reason !== 'failed') {
      await this.#inventories.keepAll(this.#targets.live, 'end');
      await this.#last.take(reason, this.#targets.all);
    }
    this.#captures.giveUp();
    this.parts.sampler.stop();
    const allocations = this.#allocations.finish();
    const unread = await withinLimit(allocations, LAST_READINGS, 'The last reading of allocations').catch(
      (error: unknown) => [sentence(error)],
    );
    for (const why of unread) this.#schedule.problem(why);
    await this.#targets.release();
    this.#journal.close();
    this.#phase = 'ended';
    const { broken, changes } = this.#journal;
    const message = broken ? sentence(broken) : this.#schedule.problems;
    const end = { path: this.path, reason: broken ? 'failed' : reason } as const;
    changes.tell();
    this.#resolveEnd(message === undefined ? end : { ...end, message });
    this.#samples.clear();
    changes.clear();
  }

  #refuseWhenOver(): void {
    if (this.#phase !== 'running')
      throw new Failure('not-recording', 'This recording has ended.', 'Start another one.');
  }
}

/** A mark of now, not of a time that is past. */
const FRESH = 1000;
/** A timeline that comes to its end; a tool that leaves, and whose events of a long run are read. */
const LAST_READINGS = 600_000;
/** A child that joins in the first seconds is part of the start, ms. */
const JOINED_AT_START = 5000;
/** A child is entered at this age, ms: many live shorter, or are about to run another program. */
const SETTLING = 1000;

const sameProgram = (a: ProcessInfo, b: ProcessInfo): boolean =>
  a.command === b.command && a.runtime.kind === b.runtime.kind && a.runtime.flavour === b.runtime.flavour;
