import { Failure } from '../../shared/base/failure.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { Attachment } from '../drivers/driver.js';
import type { Sampler } from '../samplers/sampler.js';
import type { SessionWriter } from '../store/session-store.js';
import { enter } from './enter.js';
import type { Journal } from './journal.js';
import type { RecorderDeps } from './recorder.js';
import { nameOf, sentence } from './sentence.js';
import { TargetRun } from './target-run.js';
import { withinLimit } from './time-limit.js';
import { Turns } from './turns.js';

export interface TargetSetParts {
  readonly deps: RecorderDeps;
  readonly sampler: Sampler;
  readonly journal: Journal;
  /** False once the recording is ending: nothing new is taken in. */
  running(): boolean;
  /** What is to be said of a target that has ended by itself, beside that it did. */
  lastWords(target: number): string | undefined;
  /** Its driver is in. */
  onEntered(target: TargetRun): void;
  /** It is sampled no more. */
  onOver(target: TargetRun): void;
}

export interface Adding {
  /** Joined after the start: its attach is a mark. */
  readonly late: boolean;
  /** ms before its driver enters. */
  readonly delay?: number;
}

/** The targets of one recording: how they come, are entered, change and go. */
export class TargetSet {
  readonly #all = new Map<number, TargetRun>();
  /** Detaches under way: the recording does not end before them. */
  readonly #leaving = new Set<Promise<void>>();
  /** Attaches under way, or waiting for their turn: the recording does not end before they are out again. */
  readonly #entering = new Set<Promise<void>>();
  readonly #turns = new Turns(MOST_AT_A_TIME);
  readonly #waitingToSettle: (() => void)[] = [];

  constructor(private readonly parts: TargetSetParts) {
    parts.sampler.onGone((target, how) => this.#gone(target, how));
  }

  get all(): readonly TargetRun[] {
    return [...this.#all.values()];
  }

  get live(): readonly TargetRun[] {
    return this.all.filter((target) => target.live);
  }

  /** Throws a Failure for a number that is none. */
  of(id: number): TargetRun {
    const target = this.#all.get(id);
    if (target) return target;
    throw new Failure('no-target', `This recording has no target ${id}.`, 'Choose one of its list.');
  }

  liveOf({ pid, startTime, address }: ProcessInfo): TargetRun | undefined {
    return this.live.find(
      ({ process, within }) =>
        !within && process.pid === pid && process.startTime === startTime && process.address === address,
    );
  }

  /** Sampled from now on; its driver enters meanwhile. Throws what the store throws. */
  add(process: ProcessInfo, { late, delay = 0 }: Adding): TargetRun {
    const known = this.liveOf(process);
    if (known) return known;
    const { pid, ppid, runtime, name, command } = process;
    const { sampler, journal, deps } = this.parts;
    const cwd = deps.workingFolder?.(pid);
    let target: TargetRun | undefined;
    const written = journal.write((writer) => {
      const at = journal.now();
      const id = writer.addTarget({ pid, ppid, runtime, name, command, firstSeen: at });
      if (cwd !== undefined)
        writer.addArtifact({ kind: 'place', target: id, at, meta: { cwd }, data: new Uint8Array() });
      target = new TargetRun(id, process, name);
    });
    if (!written || !target)
      throw journal.broken ?? new Failure('not-recording', 'This recording has ended.');
    this.#all.set(target.id, target);
    sampler.add(target.id, process);
    this.#begin(target, late, delay);
    journal.changes.tell();
    return target;
  }

  /** Another program in the same process: what was attached is gone with the old one. */
  programChanged(process: ProcessInfo): void {
    const target = this.liveOf(process);
    if (!target) return;
    const { attachment } = target;
    const { sampler, journal } = this.parts;
    target.entering?.abort();
    target.attachment = undefined;
    target.phase = 'attaching';
    target.process = process;
    target.name = process.name;
    for (const isolate of this.#isolatesOf(target)) this.#isolateOver(isolate, 'its program was replaced');
    sampler.setAttachment(target.id, undefined);
    void this.#letGo(attachment);
    const { runtime, name, command } = process;
    journal.write((writer) => writer.updateTarget(target.id, { runtime, name, command }));
    this.#begin(target, true, 0);
    journal.changes.tell();
  }

  /** Leaves a target and the isolates in it as they were found. */
  async leave(target: TargetRun): Promise<void> {
    if (!target.live) return;
    const { sampler, journal } = this.parts;
    const leaving = [target, ...this.#isolatesOf(target)].map((one) => {
      const { attachment } = one;
      sampler.remove(one.id);
      one.end('detached');
      journal.write((writer) => writer.updateTarget(one.id, { exit: 'detached', lastSeen: journal.now() }));
      this.parts.onOver(one);
      return this.#letGo(attachment);
    });
    this.#changed();
    await Promise.all(leaving);
  }

  /** Of those that are not in yet, none will be: what is known of them are the system's figures. */
  callOff(): void {
    for (const target of this.live) {
      const { entering } = target;
      if (target.phase !== 'attaching' || !entering) continue;
      target.entering = undefined;
      entering.abort();
      const why = target.waiting ? ` ${target.message}` : '';
      target.settleFor(new Failure('cancelled', `The recording ended before it was entered.${why}`));
    }
    this.#changed();
  }

  /** At the end of the recording, all at once. The sampler has stopped. */
  async release(): Promise<void> {
    const leaving = this.live.map((target) => {
      const { attachment } = target;
      target.end('detached');
      return this.#letGo(attachment);
    });
    const entering = Promise.all(this.#entering);
    await withinLimit(entering, CALL_OFF_LIMIT, 'Calling off the attaches').catch(() => undefined);
    await Promise.all([...leaving, ...this.#leaving]);
    this.#changed();
  }

  /** Resolves when none is being entered, but those that are blocked and waited for. */
  settled(): Promise<void> {
    if (!this.#settling()) return Promise.resolve();
    return new Promise((resolve) => this.#waitingToSettle.push(resolve));
  }

  #begin(target: TargetRun, late: boolean, delay: number): void {
    const entering = this.#enter(target, late, delay).finally(() => this.#entering.delete(entering));
    this.#entering.add(entering);
  }

  async #enter(target: TargetRun, late: boolean, delay: number): Promise<void> {
    const entering = new AbortController();
    target.entering = entering;
    const given = (): boolean => target.entering === entering && this.parts.running();
    const way = { delay, turns: this.#turns };
    try {
      const attachment = await enter(this.parts.deps, target.process, way, entering.signal, (why) => {
        if (given()) this.#waits(target, why);
      });
      if (!given()) return await this.#letGo(attachment);
      this.#entered(target, attachment, late);
    } catch (error) {
      if (!given()) return;
      target.settleFor(error);
      // An end is told once, by the sampler, which knows how; that a child's pages come with their app is no news.
      if (!(error instanceof Failure && ENDED.has(error.code)) && !this.#mainIsHere(target))
        this.parts.journal.mark(
          'attach',
          `${nameOf(target)}: only the system’s figures: ${sentence(error)}`,
          target,
        );
    }
    target.entering = undefined;
    this.#changed();
  }

  #mainIsHere({ seenFromMain, process: { runtime } }: TargetRun): boolean {
    const isMain = (one: TargetRun): boolean =>
      !one.seenFromMain && one.process.runtime.flavour === runtime.flavour;
    return seenFromMain && this.live.some(isMain);
  }

  /** It does not let us in yet; meanwhile it is sampled from outside. */
  #waits(target: TargetRun, why: string): void {
    const { journal } = this.parts;
    const text = `${why[0].toUpperCase()}${why.slice(1)}.`;
    target.waits(text);
    journal.mark('attach', `${nameOf(target)}: ${text}`, target);
    this.#changed();
  }

  #entered(target: TargetRun, attachment: Attachment, late: boolean): void {
    const { journal, sampler } = this.parts;
    const { version } = attachment;
    target.attached(attachment);
    sampler.setAttachment(target.id, attachment);
    if (version !== undefined) {
      const runtime = { ...target.process.runtime, version };
      journal.write((writer) => writer.updateTarget(target.id, { runtime }));
    }
    if (late) journal.mark('attach', `attached to ${nameOf(target)}`, target);
    attachment.onLost((reason) => this.#lost(target, attachment, reason));
    target.listing = true;
    attachment.onIsolate?.((isolate) => this.#addIsolate(target, isolate));
    const known = attachment.isolatesKnown?.() ?? Promise.resolve();
    target.listed = withinLimit(known, LISTING_LIMIT, 'The list of isolates')
      .catch(() => undefined)
      .finally(() => {
        if (target.attachment === attachment) target.listing = false;
      });
    this.parts.onEntered(target);
  }

  #addIsolate(parent: TargetRun, attachment: Attachment): void {
    const { journal, sampler, running } = this.parts;
    const { process, within } = this.#hostOf(parent, attachment);
    const { pid, ppid, runtime, command } = process;
    const { isolate: name = 'isolate', version = runtime.version } = attachment;
    const welcome = running() && parent.live && this.#all.size < MOST_ISOLATES;
    const written =
      welcome &&
      journal.write((writer) => {
        const id = writer.addTarget({
          ...{ pid, ppid, name, command, within: within.id, firstSeen: journal.now() },
          runtime: version === undefined ? runtime : { ...runtime, version },
        });
        const target = new TargetRun(id, process, name, within);
        target.attached(attachment);
        if (within !== parent) this.#callAfter(within, name, writer);
        this.#all.set(id, target);
        sampler.add(id, process, attachment);
        attachment.onLost((reason) => this.#lost(target, attachment, reason));
        this.parts.onEntered(target);
      });
    if (!written) void this.#letGo(attachment);
    journal.changes.tell();
  }

  /** A page lives in a process of its own, which may be recorded, too: its heap is part of that one's memory. */
  #hostOf(parent: TargetRun, { process }: Attachment): { process: ProcessInfo; within: TargetRun } {
    if (process.pid === parent.process.pid) return { process: parent.process, within: parent };
    const host = this.live.find((one) => !one.within && one.process.pid === process.pid);
    return host ? { process: host.process, within: host } : { process, within: parent };
  }

  /** Of several renderers each is known by the first page that it shows. */
  #callAfter(host: TargetRun, page: string, writer: SessionWriter): void {
    if (host.name !== host.process.name) return;
    host.name = `${host.process.name}: ${page.slice(0, LONGEST_TITLE)}`;
    writer.updateTarget(host.id, { name: host.name });
  }

  /** The driver is out. Where the process has ended, the sampler says so a moment later. */
  #lost(target: TargetRun, attachment: Attachment, reason: string): void {
    if (target.attachment !== attachment || !this.parts.running()) return;
    if (target.within) {
      this.#isolateOver(target, reason);
      this.#changed();
      return;
    }
    // Of what is reached by an address nothing else is sampled: with the connection it is over.
    if (target.process.address !== undefined) {
      this.parts.sampler.remove(target.id);
      this.#gone(target.id, reason);
      return;
    }
    this.parts.sampler.setAttachment(target.id, undefined);
    target.loseConnection(reason);
    setTimeout(() => {
      if (target.phase !== 'lost' || !target.live || !this.parts.running()) return;
      this.parts.journal.mark('lost', `${nameOf(target)}: ${reason}`, target);
    }, TOLD_BY_THE_SAMPLER);
    this.#changed();
  }

  /** The sampler says that the process has ended. */
  #gone(id: number, how: string): void {
    const target = this.#all.get(id);
    if (!target?.live) return;
    const { journal } = this.parts;
    const { attachment } = target;
    for (const isolate of this.#isolatesOf(target)) this.#isolateOver(isolate, how);
    const words = this.parts.lastWords(id);
    const told = words === undefined ? how : `${how}; ${words}`;
    target.end('lost', told);
    void this.#letGo(attachment);
    journal.write((writer) => writer.updateTarget(id, { exit: how, lastSeen: journal.now() }));
    if (!target.within) journal.mark('exit', `${nameOf(target)} ${told}`, target);
    this.#changed();
    this.parts.onOver(target);
  }

  #isolateOver(isolate: TargetRun, how: string): void {
    const { journal, sampler } = this.parts;
    const { attachment } = isolate;
    sampler.remove(isolate.id);
    isolate.end('lost', how);
    void this.#letGo(attachment);
    journal.write((writer) => writer.updateTarget(isolate.id, { exit: how, lastSeen: journal.now() }));
    this.parts.onOver(isolate);
  }

  #isolatesOf(parent: TargetRun): readonly TargetRun[] {
    return this.live.filter((target) => target.within === parent);
  }

  /** Detaches; it has a limit, and no error that anybody could act on. */
  async #letGo(attachment: Attachment | undefined): Promise<void> {
    if (!attachment) return;
    const leaving = withinLimit(attachment.detach(), DETACH_LIMIT, 'A detach').catch(() => undefined);
    this.#leaving.add(leaving);
    await leaving;
    this.#leaving.delete(leaving);
  }

  #changed(): void {
    this.parts.journal.changes.tell();
    if (!this.#settling()) for (const go of this.#waitingToSettle.splice(0)) go();
  }

  #settling(): boolean {
    return this.all.some(({ phase, waiting }) => phase === 'attaching' && !waiting);
  }
}

const LONGEST_TITLE = 60;
/** A program that makes isolates for ever must not take all our memory: no more beside so many targets. */
const MOST_ISOLATES = 4000;
/** A page is found by a trace of its browser: some hundred ms each. */
const LISTING_LIMIT = 10_000;
/** Each costs a stop of its process, some a gdb; those of Node wait for one port anyway. */
const MOST_AT_A_TIME = 4;
/** An attach that is called off takes back what it did within a second or two. */
const CALL_OFF_LIMIT = 5000;
/** A detach takes a few hundred ms; a target that does not answer is left after this. */
const DETACH_LIMIT = 5000;
/** An exit is seen by the sampler within some readings. */
const TOLD_BY_THE_SAMPLER = 2000;
const ENDED: ReadonlySet<string> = new Set(['no-such-process', 'process-ended', 'pid-reused']);
