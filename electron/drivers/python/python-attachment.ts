import { Failure } from '../../../shared/base/failure.js';
import type { CaptureCost, CaptureEstimate } from '../../../shared/model/preflight.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { GcEvent } from '../../../shared/model/session.js';
import type { AllocationTracing } from '../allocation-tracing.js';
import type { Attachment, CaptureOptions, HeapSink, ThreadNaming } from '../driver.js';
import { Losing } from '../losing.js';
import { rootOf } from '../root-of.js';
import { estimatePythonCapture, estimatePythonWithin, requireRoom, requireSafe } from './capture-estimate.js';
import { findGil, forkStopsThreads, type GilPlace, gilWords } from './gil-place.js';
import { type ChildProgram, childProgram } from './link/agent-files.js';
import { AnswerRecords, type ChildAnswer } from './link/answer-records.js';
import { checked, sampleAnswer, startsAnswer } from './link/answers.js';
import { type CaptureChild, forkCaptureChild } from './link/capture-child.js';
import { captureStream } from './link/capture-stream.js';
import { captureWithin } from './link/capture-within.js';
import { type ManagedActivity, managedActivity } from './managed-activity.js';
import { PauseLog } from './pause-log.js';
import { type PythonObjects, pythonObjects } from './python-objects.js';
import { pythonTracing } from './python-tracing.js';
import type { ResidentAgent } from './resident-agent.js';
import { threadNumbers } from './thread-numbers.js';

const SAMPLE_LIMIT = 5000;
const COLLECT_LIMIT = 60_000;
/** What a forked child needs at most to tell of threads and tasks. */
const SMALL_QUESTION = 64 << 20;
/** A forked child of the target holds our connection open when the target is gone: its PID is looked at, too. */
const LOOK_INTERVAL = 500;

/** One CPython interpreter with our agent in it. */
export class PythonAttachment implements Attachment {
  readonly version: string;
  readonly root: string;
  readonly tracing: AllocationTracing;
  readonly objects: PythonObjects;
  readonly #pauses = new PauseLog();
  readonly #losing: Losing;
  readonly #timer: NodeJS.Timeout;
  /** gc.callbacks has a function of ours from the first time that somebody asks for the events. */
  #gcWanted = false;
  #gil: GilPlace | undefined;
  /** Processor time of the agent's thread, ms. */
  #worked: number | undefined;
  #capturing: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();
  #detached: Promise<void> | undefined;

  constructor(
    readonly process: ProcessInfo,
    private readonly agent: ResidentAgent,
    private readonly agentFolder: string,
  ) {
    this.version = agent.version;
    this.root = rootOf(process.pid);
    this.tracing = pythonTracing(agent.link, (options, memory, signal) =>
      this.#alone(signal, (limit) => this.#askChild('traces', options, memory, limit)),
    );
    this.#losing = new Losing(process, 'the connection broke; the process is still there');
    this.objects = pythonObjects(process.pid, agent.link, (program, options, memory, signal) =>
      this.#alone(signal, (limit) => this.#askChild(program, options, memory, limit)),
    );
    agent.link.onClose(() => this.#lost());
    this.#timer = setInterval(() => void this.#look(), LOOK_INTERVAL).unref();
  }

  async sample(signal: AbortSignal): Promise<Reading> {
    const asked = this.agent.link.ask(`sample ${this.#gcWanted ? 'gc' : '-'}`, SAMPLE_LIMIT, signal);
    const { now, worked, blocks, counts, collections, traced, malloc, pymalloc, pauses } = checked(
      sampleAnswer,
      await asked,
    );
    this.#pauses.take(now, pauses);
    this.#worked = worked * 1000;
    return {
      blocks,
      'gc.count0': counts[0],
      'gc.count1': counts[1],
      'gc.count2': counts[2],
      'gc.collections': collections,
      ...(traced && { traced: traced[0], 'traced.peak': traced[1] }),
      ...(pymalloc && { 'heap.used': pymalloc[0], 'heap.committed': pymalloc[1] }),
      ...(malloc && { 'malloc.used': malloc[0], 'malloc.free': malloc[1] }),
    };
  }

  ownTime(): number | undefined {
    return this.#worked;
  }

  takeGcEvents(): readonly GcEvent[] {
    this.#gcWanted = true;
    return this.#pauses.drain();
  }

  async collectGarbage(signal: AbortSignal): Promise<void> {
    await this.agent.link.ask('collect', COLLECT_LIMIT, signal);
  }

  /** malloc_trim, without the GIL: some ms for each 100 MB that are free. */
  async trim(signal: AbortSignal): Promise<void> {
    await this.agent.link.ask('trim', COLLECT_LIMIT, signal);
  }

  async estimateCapture(_: AbortSignal, { inProcess }: CaptureOptions = {}): Promise<CaptureEstimate> {
    const { rss, ...estimate } = inProcess
      ? estimatePythonWithin(this.process.pid, this.process.rss)
      : estimatePythonCapture(this.process.pid);
    return estimate;
  }

  /** One fork at a time, as a snapshot's. */
  threads({ values = false }: { readonly values?: boolean }, signal: AbortSignal): Promise<ManagedActivity> {
    return this.#alone(signal, async (limit) => {
      const { records } = await this.#askChild('stacks', { values }, SMALL_QUESTION, limit);
      const activity = await managedActivity(records, this.process.pid);
      if (activity.threads.length === 0) throw noStacks(this.process.pid);
      return activity;
    });
  }

  /** Some µs for each thread, with the GIL held. */
  async nameThreads(signal: AbortSignal): Promise<ReadonlyMap<number, ThreadNaming>> {
    const { threads } = checked(startsAnswer, await this.agent.link.ask('starts', SAMPLE_LIMIT, signal));
    const ourNumber = await threadNumbers(this.process.pid);
    return new Map(
      threads.flatMap(([own, name, start]) => {
        const id = ourNumber(own);
        return id === undefined ? [] : [[id, { name, ...(start && { start }) }] as const];
      }),
    );
  }

  /** One at a time: a second one waits for the first. */
  captureHeap(sink: HeapSink, signal: AbortSignal, options: CaptureOptions = {}): Promise<CaptureCost> {
    return this.#alone(signal, (limit) => this.#capture(sink, limit, options));
  }

  onLost(listener: (reason: string) => void): void {
    this.#losing.listen(listener);
  }

  detach(): Promise<void> {
    this.#detached ??= this.#leave();
    return this.#detached;
  }

  async #capture(
    sink: HeapSink,
    signal: AbortSignal,
    { redact = false, inProcess = false }: CaptureOptions,
  ): Promise<CaptureCost> {
    if (inProcess) return this.#captureWithin(sink, signal, redact);
    const estimate = estimatePythonCapture(this.process.pid);
    requireSafe(estimate);
    const program = await childProgram(this.agentFolder, 'capture', { redact });
    const begun = performance.now();
    const child = await this.#fork(signal, true);
    try {
      await captureStream(child.guest, program, sink, signal, estimate.rss);
    } finally {
      await child.end();
    }
    return { pause: child.pause, duration: performance.now() - begun };
  }

  /** In slices, while the program goes on: what is made and dropped meanwhile may be seen half. */
  async #captureWithin(sink: HeapSink, signal: AbortSignal, redact: boolean): Promise<CaptureCost> {
    const estimate = estimatePythonWithin(this.process.pid, this.process.rss);
    requireSafe(estimate);
    const program = await childProgram(this.agentFolder, 'within', { redact });
    const begun = performance.now();
    const walk = await captureWithin(this.agent.link, this.agent.reception, signal);
    let pause = 0;
    try {
      await captureStream(walk.guest, program, sink, signal, estimate.rss);
    } finally {
      pause = await walk.end();
    }
    return { pause, duration: performance.now() - begun, method: 'in-process' };
  }

  /** Work that forks: each waits for the one before, and ends with the attachment. */
  #alone<T>(signal: AbortSignal, work: (limit: AbortSignal) => Promise<T>): Promise<T> {
    const done = this.#capturing.then(() => work(AbortSignal.any([signal, this.#ending.signal])));
    this.#capturing = done.catch(() => undefined);
    return done;
  }

  #fork(signal: AbortSignal, mark = false): Promise<CaptureChild> {
    this.#gil ??= findGil(this.process.pid); // the main interpreter's stays where it is
    const gil = this.#gil && gilWords(this.#gil);
    const bare = forkStopsThreads(this.process.pid);
    return forkCaptureChild(this.agent.link, this.agent.reception, { gil, bare, mark }, signal);
  }

  /** What a forked child answers to a question that is not the whole heap; `memory` is what the answer takes, bytes. */
  async #askChild(
    program: ChildProgram,
    options: Readonly<Record<string, unknown>>,
    memory: number,
    signal: AbortSignal,
  ): Promise<ChildAnswer> {
    requireRoom(this.process.pid, memory);
    const text = await childProgram(this.agentFolder, program, options);
    const child = await this.#fork(signal);
    const records = new AnswerRecords();
    try {
      await captureStream(child.guest, text, records, signal, 0);
    } finally {
      await child.end();
    }
    return { records, pause: child.pause };
  }

  async #leave(): Promise<void> {
    clearInterval(this.#timer);
    this.#losing.silence();
    this.#ending.abort();
    await this.#capturing;
    await this.agent.leave();
  }

  #lost(): void {
    clearInterval(this.#timer);
    if (this.#detached) return;
    this.#losing.lose();
    this.agent.leave().catch(() => undefined);
  }

  async #look(): Promise<void> {
    if (!(await this.agent.here())) this.agent.link.close();
  }
}

/** The copy was made by os.fork, which has one thread: where the GIL lies is not known, or there is none. */
const noStacks = (pid: number): Failure =>
  new Failure(
    'no-stacks',
    `The stacks of process ${pid} cannot be read: in its build of Python only a copy without its threads can be made.`,
    'Names of its threads are in the list of threads; for stacks run it with the usual build of Python.',
  );
