import type { AttachmentState, Overhead, RecordingEnd } from '../../shared/api/recording.js';
import { Failure, saying } from '../../shared/base/failure.js';
import type { CaptureCost, CaptureEstimate } from '../../shared/model/preflight.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { MarkKind, SnapshotInfo } from '../../shared/model/session.js';
import type { Attachment } from '../drivers/driver.js';
import type { EngineCall } from '../engine/heap-engine.js';
import type { Sampler } from '../samplers/sampler.js';
import type { SampleBatch, SessionWriter } from '../store/session-store.js';
import { enter } from './enter.js';
import { Listeners } from './listeners.js';
import type { RecorderDeps } from './recorder.js';
import type { Recording, RecordingOptions } from './recording.js';
import { SnapshotSchedule } from './snapshot-schedule.js';
import { takeSnapshot } from './take-snapshot.js';
import { TargetRun } from './target-run.js';
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
  readonly #targets = new Map<number, TargetRun>();
  readonly #samples = new Listeners<readonly SampleBatch[]>();
  readonly #changes = new Listeners<void>();
  readonly #schedule: SnapshotSchedule;
  readonly #captures = new Map<AbortController, TargetRun>();
  readonly #watches: (() => void)[] = [];
  readonly #waitingToSettle: (() => void)[] = [];
  #phase: 'running' | 'ending' | 'ended' = 'running';
  #resolveEnd: (end: RecordingEnd) => void = () => {};
  #durationTimer: NodeJS.Timeout | undefined;
  #lastPause: number | undefined;
  #broken: Failure | undefined;

  constructor(private readonly parts: RunParts) {
    const { writer, sampler, options, startedAt } = parts;
    this.path = writer.path;
    this.startedAt = startedAt;
    this.ended = new Promise((resolve) => {
      this.#resolveEnd = resolve;
    });
    this.#schedule = new SnapshotSchedule(options.snapshots ?? [], () => this.#snapshotAll());
    sampler.onBatch((batches) => {
      if (this.#phase === 'ended' || !this.#write(() => writer.append(batches))) return;
      this.#samples.tell(batches);
    });
    sampler.onGone((target, how) => this.#gone(target, how));
  }

  /** The targets named at the start. */
  begin(processes: readonly ProcessInfo[]): void {
    for (const process of processes) this.#addProcess(process, { late: false });
    const { options } = this.parts;
    for (const process of processes) this.#follow(process);
    this.#schedule.begin(this.settled(), this.now());
    if (options.duration !== undefined)
      this.#durationTimer = setTimeout(() => void this.#end('duration'), options.duration);
  }

  now(): number {
    return this.parts.now();
  }

  async attach(pid: number): Promise<number> {
    this.#refuseWhenOver();
    const process = await this.parts.deps.processes.get(pid);
    if (!process) throw noSuchProcess(pid);
    this.#refuseWhenOver();
    const target = this.#addProcess(process, { late: true });
    this.#follow(process);
    return target.id;
  }

  async detach(id: number): Promise<void> {
    await this.#leave(this.#target(id));
    this.#endWhenAlone();
  }

  settled(): Promise<void> {
    if (!this.#settling()) return Promise.resolve();
    return new Promise((resolve) => this.#waitingToSettle.push(resolve));
  }

  async estimate(id: number, signal?: AbortSignal): Promise<CaptureEstimate> {
    const target = this.#target(id);
    const limited = AbortSignal.any([AbortSignal.timeout(ESTIMATE_LIMIT), ...(signal ? [signal] : [])]);
    const estimate = await target.attachment?.estimateCapture?.(limited);
    if (!estimate) throw cannot(target, 'give a heap snapshot');
    return estimate;
  }

  async snapshot(
    id: number,
    { signal, onProgress }: EngineCall = {},
  ): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }> {
    this.#refuseWhenOver();
    return this.#capture(this.#target(id), signal, onProgress);
  }

  async collectGarbage(id: number, signal?: AbortSignal): Promise<void> {
    const target = this.#target(id);
    if (!target.attachment?.collectGarbage) throw cannot(target, 'be asked to collect garbage');
    const limit = AbortSignal.timeout(COLLECT_LIMIT);
    await target.attachment.collectGarbage(signal ? AbortSignal.any([signal, limit]) : limit);
    this.#mark('gc', `garbage collection of ${nameOf(target)} asked for`, target);
  }

  mark(text: string, at = this.now()): void {
    this.#refuseWhenOver();
    this.parts.writer.mark({ at, kind: 'note', text });
    this.#changes.tell();
  }

  attachments(): readonly AttachmentState[] {
    return [...this.#targets.values()].map((target) => target.state());
  }

  overhead(): Overhead {
    const overhead = this.parts.sampler.overhead();
    return this.#lastPause === undefined ? overhead : { ...overhead, lastPause: this.#lastPause };
  }

  fileSize(): number {
    return this.parts.writer.fileSize();
  }

  onSamples(listener: (batches: readonly SampleBatch[]) => void): () => void {
    return this.#samples.add(listener);
  }

  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
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
    if (this.#phase === 'ending') this.#giveUpCaptures();
    else void this.#end('stopped');
    return this.ended;
  }

  // Targets

  #addProcess(process: ProcessInfo, { late, delay = 0 }: { late: boolean; delay?: number }): TargetRun {
    const known = this.#liveTargetOf(process);
    if (known) return known;
    const { pid, ppid, runtime, name, command } = process;
    const { writer, sampler } = this.parts;
    const id = writer.addTarget({ pid, ppid, runtime, name, command, firstSeen: this.now() });
    const target = new TargetRun(id, process, name);
    this.#targets.set(id, target);
    sampler.add(id, process);
    void this.#enter(target, late, delay);
    this.#changes.tell();
    return target;
  }

  async #enter(target: TargetRun, late: boolean, delay: number): Promise<void> {
    const entering = new AbortController();
    target.entering = entering;
    const { process } = target;
    try {
      const attachment = await enter(this.parts.deps, process, delay, entering.signal);
      if (target.entering !== entering || this.#phase !== 'running') {
        await attachment.detach();
        return;
      }
      this.#entered(target, attachment, late);
    } catch (error) {
      if (target.entering !== entering || this.#phase !== 'running') return;
      target.settleFor(error);
      // An end is told once, by the sampler, which knows how.
      if (!(error instanceof Failure && ENDED.has(error.code)))
        this.#mark('attach', `${nameOf(target)}: only the system’s figures: ${sentence(error)}`, target);
    }
    target.entering = undefined;
    this.#changed();
  }

  #entered(target: TargetRun, attachment: Attachment, late: boolean): void {
    const { writer, sampler } = this.parts;
    const { version } = attachment;
    target.attachment = attachment;
    target.phase = 'attached';
    target.message = undefined;
    target.remedy = undefined;
    sampler.setAttachment(target.id, attachment);
    if (version !== undefined)
      this.#write(() => writer.updateTarget(target.id, { runtime: { ...target.process.runtime, version } }));
    if (late) this.#mark('attach', `attached to ${nameOf(target)}`, target);
    attachment.onLost((reason) => this.#lost(target, attachment, reason));
    attachment.onIsolate?.((isolate) => this.#addIsolate(target, isolate));
  }

  #addIsolate(parent: TargetRun, attachment: Attachment): void {
    if (this.#phase !== 'running' || !parent.live) {
      void attachment.detach();
      return;
    }
    const { pid, ppid, runtime, command } = parent.process;
    const name = attachment.isolate ?? 'isolate';
    const { version = runtime.version } = attachment;
    const { writer, sampler } = this.parts;
    const added = this.#write(() => {
      const id = writer.addTarget({
        ...{ pid, ppid, name, command, within: parent.id, firstSeen: this.now() },
        runtime: version === undefined ? runtime : { ...runtime, version },
      });
      const target = new TargetRun(id, parent.process, name, parent);
      target.attachment = attachment;
      target.phase = 'attached';
      this.#targets.set(id, target);
      sampler.add(id, parent.process, attachment);
      attachment.onLost((reason) => this.#lost(target, attachment, reason));
    });
    if (!added) void attachment.detach();
    this.#changes.tell();
  }

  /** The driver is out. Where the process has ended, the sampler says so a moment later. */
  #lost(target: TargetRun, attachment: Attachment, reason: string): void {
    if (target.attachment !== attachment || this.#phase !== 'running') return;
    const { sampler } = this.parts;
    if (target.within) {
      sampler.remove(target.id);
      target.end('lost', reason);
      this.#write(() => this.parts.writer.updateTarget(target.id, { exit: reason, lastSeen: this.now() }));
      this.#changed();
      return;
    }
    sampler.setAttachment(target.id, undefined);
    target.loseConnection(reason);
    setTimeout(() => {
      if (target.phase !== 'lost' || !target.live || this.#phase !== 'running') return;
      this.#mark('lost', `${nameOf(target)}: ${reason}`, target);
      this.#changed();
    }, TOLD_BY_THE_SAMPLER);
    this.#changed();
  }

  /** The sampler says that the process has ended. */
  #gone(id: number, how: string): void {
    const target = this.#targets.get(id);
    if (!target?.live) return;
    const { attachment } = target;
    target.end('lost', how);
    this.#giveUpCaptures(target);
    for (const isolate of this.#within(target)) {
      void quietly(isolate.attachment?.detach());
      this.parts.sampler.remove(isolate.id);
      isolate.end('lost', how);
    }
    void quietly(attachment?.detach());
    this.#write(() => this.parts.writer.updateTarget(id, { exit: how, lastSeen: this.now() }));
    if (!target.within) this.#mark('exit', `${nameOf(target)} ${how}`, target);
    this.#changed();
    this.#endWhenAlone();
  }

  /** Another program in the same process: what was attached is gone with the old one. */
  #changedProgram(process: ProcessInfo): void {
    const target = this.#liveTargetOf(process);
    if (!target || this.#phase !== 'running') return;
    const { attachment } = target;
    target.entering?.abort();
    target.attachment = undefined;
    target.phase = 'attaching';
    target.process = process;
    this.parts.sampler.setAttachment(target.id, undefined);
    void quietly(attachment?.detach());
    this.#write(() =>
      this.parts.writer.updateTarget(target.id, { runtime: process.runtime, name: process.name }),
    );
    void this.#enter(target, true, 0);
    this.#changes.tell();
  }

  #follow(root: ProcessInfo): void {
    const { deps, options } = this.parts;
    const end = deps.processes.watchTree(root, ({ appeared, changed }) => {
      if (this.#phase !== 'running') return;
      for (const process of changed) this.#changedProgram(process);
      if (!options.tree) return;
      for (const process of appeared) {
        if (this.#targets.size >= MOST_TARGETS) break;
        if (process.pid !== root.pid)
          this.#write(() => this.#addProcess(process, { late: true, delay: SETTLING }));
      }
    });
    this.#watches.push(end);
  }

  async #leave(target: TargetRun): Promise<void> {
    if (!target.live) return;
    const leaving = [target, ...this.#within(target)].map((one) => {
      const { attachment } = one;
      this.parts.sampler.remove(one.id);
      one.end('detached');
      this.#giveUpCaptures(one);
      this.#write(() => this.parts.writer.updateTarget(one.id, { exit: 'detached', lastSeen: this.now() }));
      return quietly(attachment?.detach());
    });
    this.#changed();
    await Promise.all(leaving);
  }

  // Snapshots

  #capture(
    target: TargetRun,
    signal?: AbortSignal,
    onProgress?: EngineCall['onProgress'],
  ): Promise<{ snapshot: SnapshotInfo; cost: CaptureCost }> {
    const { deps, writer, options } = this.parts;
    const capture = new AbortController();
    this.#captures.set(capture, target);
    const stop = (): void => capture.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    const run = async () => {
      const { attachment } = target;
      if (!attachment?.captureHeap) throw cannot(target, 'give a heap snapshot');
      return takeSnapshot(
        {
          attachment,
          engine: deps.engine,
          snapshotId: options.snapshotId,
          begin: () => writer.beginSnapshot(target.id, this.now()),
        },
        capture.signal,
        onProgress,
      );
    };
    return target.captures
      .run(run)
      .then((taken) => {
        this.#lastPause = taken.cost.pause;
        return taken;
      })
      .catch((given: unknown) => {
        const cancelled = given instanceof Failure && given.code === 'cancelled';
        const error = cancelled && !target.live ? endedMeanwhile(target) : given;
        if (error !== given || !cancelled)
          this.#mark('snapshot-failed', `snapshot of ${nameOf(target)} failed: ${sentence(error)}`, target);
        throw error;
      })
      .finally(() => {
        this.#captures.delete(capture);
        signal?.removeEventListener('abort', stop);
        this.#changed();
      });
  }

  /** One target after the other, so that their pauses and our memory do not add up. */
  async #snapshotAll(): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const target of this.#targets.values()) {
      if (!target.live) continue;
      const taken = this.#capture(target);
      await taken.catch((error: unknown) => failed.push(`${nameOf(target)}: ${sentence(error)}`));
    }
    return failed;
  }

  // The end

  #giveUpCaptures(of?: TargetRun): void {
    for (const [capture, target] of this.#captures) if (!of || target === of) capture.abort();
  }

  #endWhenAlone(): void {
    const alone = [...this.#targets.values()].every((target) => !target.live);
    if (alone && this.parts.options.endWhenGone !== false) void this.#end('targets-gone');
  }

  async #end(reason: RecordingEnd['reason']): Promise<void> {
    if (this.#phase !== 'running') return;
    this.#phase = 'ending';
    clearTimeout(this.#durationTimer);
    for (const end of this.#watches) end();
    this.#schedule.stop();
    if (!this.#broken) await this.#lastCaptures(reason);
    this.#giveUpCaptures();
    const { sampler, writer } = this.parts;
    sampler.stop();
    await Promise.all([...this.#targets.values()].map((target) => this.#release(target)));
    this.#write(() => writer.complete(this.now()));
    if (this.#broken) writer.abandon();
    this.#phase = 'ended';
    for (const go of this.#waitingToSettle.splice(0)) go();
    const message = this.#broken ? sentence(this.#broken) : this.#schedule.problems;
    const end = { path: this.path, reason: this.#broken ? 'failed' : reason } as const;
    this.#changes.tell();
    this.#resolveEnd(message === undefined ? end : { ...end, message });
    this.#samples.clear();
    this.#changes.clear();
  }

  /** Snapshots of the end, and those under way, which are given some time only. */
  async #lastCaptures(reason: RecordingEnd['reason']): Promise<void> {
    if (this.#schedule.wantsEnd) {
      if (reason === 'targets-gone')
        this.#schedule.problem('No snapshot at the end: every target had ended.');
      else await this.#schedule.atEnd();
    }
    const idle = Promise.all([...this.#targets.values()].map((target) => target.captures.idle()));
    if (this.#captures.size > 0) await withinLimit(idle, CAPTURE_GRACE, 'A capture').catch(() => undefined);
  }

  async #release(target: TargetRun): Promise<void> {
    if (!target.live) return;
    const { attachment } = target;
    target.end('detached');
    await quietly(attachment?.detach());
  }

  // Small things

  #mark(kind: MarkKind, text: string, target: TargetRun): void {
    this.#write(() => this.parts.writer.mark({ at: this.now(), kind, text, target: target.id }));
    this.#changes.tell();
  }

  /** False when the file takes no more: then the recording ends, and what was written stays. */
  #write(work: () => void): boolean {
    if (this.#broken || this.#phase === 'ended') return false;
    try {
      work();
      return true;
    } catch (error) {
      this.#broken = error instanceof Failure ? error : new Failure('store', saying(error));
      void this.#end('failed');
      return false;
    }
  }

  #changed(): void {
    this.#changes.tell();
    if (!this.#settling()) for (const go of this.#waitingToSettle.splice(0)) go();
  }

  #settling(): boolean {
    return [...this.#targets.values()].some(({ phase }) => phase === 'attaching');
  }

  #within(parent: TargetRun): readonly TargetRun[] {
    return [...this.#targets.values()].filter((target) => target.within === parent && target.live);
  }

  #liveTargetOf({ pid, startTime }: ProcessInfo): TargetRun | undefined {
    return [...this.#targets.values()].find(
      ({ process, within, live }) =>
        live && !within && process.pid === pid && process.startTime === startTime,
    );
  }

  #target(id: number): TargetRun {
    const target = this.#targets.get(id);
    if (!target)
      throw new Failure('no-target', `This recording has no target ${id}.`, 'Choose one of its list.');
    return target;
  }

  #refuseWhenOver(): void {
    if (this.#phase !== 'running')
      throw new Failure('not-recording', 'This recording has ended.', 'Start another one.');
  }
}

export function noSuchProcess(pid: number): Failure {
  return new Failure('no-such-process', `There is no process ${pid}.`, 'Choose one from leakscope ps.');
}

const ESTIMATE_LIMIT = 10_000;
const COLLECT_LIMIT = 30_000;
/** A detach takes a few hundred ms; a target that does not answer is left after this. */
const DETACH_LIMIT = 5000;
/** What is being captured when the recording is stopped has this long to come to its end. */
const CAPTURE_GRACE = 10_000;
/** An exit is seen by the sampler within some readings. */
const TOLD_BY_THE_SAMPLER = 2000;
/** A child that was just born often is about to run another program: it is entered after this. */
const SETTLING = 300;
const MOST_TARGETS = 2000;
const ENDED: ReadonlySet<string> = new Set(['no-such-process', 'process-ended', 'pid-reused']);

function nameOf({ name, process, within }: TargetRun): string {
  return within ? `${name} of ${process.name} (${process.pid})` : `${name} (${process.pid})`;
}

function cannot(target: TargetRun, what: string): Failure {
  const why = target.message === undefined ? '' : ` ${target.message}`;
  return new Failure(
    'cannot',
    `${nameOf(target)} cannot ${what}.${why}`,
    target.remedy ?? 'See leakscope doctor.',
  );
}

function sentence(error: unknown): string {
  const remedy = error instanceof Failure ? error.remedy : undefined;
  return remedy ? `${saying(error)} ${remedy}` : saying(error);
}

function endedMeanwhile(target: TargetRun): Failure {
  const how = target.message ?? 'was detached';
  return new Failure('target-ended', `${nameOf(target)} ${how} while its snapshot was being taken.`);
}

/** A detach has a limit and no error that anybody could act on. */
async function quietly(detaching: Promise<void> | undefined): Promise<void> {
  if (detaching) await withinLimit(detaching, DETACH_LIMIT, 'A detach').catch(() => undefined);
}
