import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { NativeState, NativeTool } from '../../shared/api/recording.js';
import { Failure } from '../../shared/base/failure.js';
import { sizeText } from '../../shared/base/quantity.js';
import type { ProcessInfo } from '../../shared/model/process.js';
import type { NativeAllocations } from '../drivers/native-allocations.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import type { Journal } from './journal.js';
import { OneAtATime } from './one-at-a-time.js';
import { cannot, nameOf, sentence } from './sentence.js';
import type { TargetRun } from './target-run.js';

export interface NativeParts {
  readonly journal: Journal;
  readonly engine: Pick<HeapEngine, 'importAllocations'>;
  /** The tools that are here and safe for a process; looked for once. */
  nativeWays?(process: ProcessInfo): readonly NativeAllocations[];
}

/** Allocations of native code, by another tool, on request: read when asked and at the end. */
export class NativeTracking {
  readonly #ways = new Map<TargetRun, readonly NativeAllocations[]>();
  readonly #running = new Map<TargetRun, Running>();

  constructor(private readonly parts: NativeParts) {}

  /** An isolate has none: native code belongs to its process. */
  ways(target: TargetRun): readonly NativeAllocations[] {
    if (target.within || !this.parts.nativeWays) return [];
    const ways = this.#ways.get(target) ?? this.parts.nativeWays(target.process);
    this.#ways.set(target, ways);
    return ways;
  }

  runs(target: TargetRun): boolean {
    return this.#running.has(target);
  }

  /** A tool that came with the program when it was started. */
  adopt(target: TargetRun, way: NativeAllocations): Promise<void> {
    this.#ways.set(target, [way, ...this.ways(target).filter(({ tool }) => tool !== way.tool)]);
    return this.start(target, way.tool);
  }

  /** Throws what the tool says. */
  async start(target: TargetRun, tool?: NativeTool): Promise<void> {
    const way = this.ways(target).find((one) => tool === undefined || one.tool === tool);
    if (!way) throw cannot(target, `have its native allocations traced${tool ? ` by ${tool}` : ''}`);
    const { journal } = this.parts;
    const before = this.#running.get(target);
    if (before && before.way !== way) throw traced(target, before.way.tool);
    if (before) return before.begun;
    // It may stop the program for a while, and one of them forks: nothing else is done in it meanwhile.
    const begun = target.captures.run(() => way.start(AbortSignal.timeout(START)));
    // Known from now on: who ends the recording meanwhile waits for it, and ends it.
    const running: Running = { way, begun, since: journal.now(), turns: new OneAtATime() };
    this.#running.set(target, running);
    this.#tell(target, way, 'entering');
    try {
      await begun;
    } catch (error) {
      this.#tell(target, way, 'failed', sentence(error));
      if (this.#running.get(target) === running) this.#running.delete(target);
      await way.remove();
      throw error;
    }
    running.since = journal.now();
    running.watch = setInterval(() => void this.#look(target, running), LOOK_EVERY).unref();
    this.#tell(target, way, 'tracing');
    journal.mark('attach', `native allocations of ${nameOf(target)} are traced by ${way.tool}`, target);
  }

  /** Stores what is held now. Throws a Failure where it cannot be read. */
  async keep(target: TargetRun): Promise<void> {
    const running = this.#running.get(target);
    await running?.turns.run(() => this.#read(target, running));
  }

  /** Leaves the program, and keeps its last reading; what goes wrong is a mark, as the tool is ended all the same. */
  async stop(target: TargetRun): Promise<void> {
    const running = this.#running.get(target);
    if (!running) return;
    this.#running.delete(target);
    const { way, begun, turns } = running;
    const isIn = await begun.then(
      () => true,
      () => false,
    );
    clearInterval(running.watch);
    if (!isIn) return;
    const problems: string[] = [];
    const problem = (error: unknown): void => {
      problems.push(sentence(error));
      this.#note(target, error);
    };
    this.#tell(target, way, 'leaving');
    try {
      await target.captures.run(() => way.stop(AbortSignal.timeout(STOP))).catch(problem);
      this.#tell(target, way, 'reading');
      await turns.run(() => this.#read(target, running));
    } catch (error) {
      problem(error);
    } finally {
      await way.remove().catch(problem);
      const failed = problems.length > 0;
      this.#tell(target, way, failed ? 'failed' : 'done', failed ? problems.join(' ') : undefined);
    }
  }

  async finish(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((target) => this.stop(target)));
  }

  /** A tool that writes down every allocation fills a disk within hours: it is ended before. */
  async #look(target: TargetRun, { way }: Running): Promise<void> {
    const written = way.written?.() ?? 0;
    if (written < MOST_WRITTEN && (written === 0 || written + LEAST_FREE < (await freeBytes(way.disk))))
      return;
    // Who was quicker ends it.
    if (this.#running.get(target)?.way !== way) return;
    const why = `it is ended, for ${way.tool} has written ${sizeText(written)}, and its reading needs room, too.`;
    this.#note(target, new Failure('disk', why));
    await this.stop(target);
  }

  #tell(target: TargetRun, { tool }: NativeAllocations, phase: NativeState['phase'], message?: string): void {
    target.native = { tool, phase, ...(message === undefined ? {} : { message }) };
    this.parts.journal.changes.tell();
  }

  #note(target: TargetRun, error: unknown): void {
    this.parts.journal.mark('attach', `native allocations of ${nameOf(target)}: ${sentence(error)}`, target);
  }

  async #read(target: TargetRun, { way, since }: Running): Promise<void> {
    const { journal, engine } = this.parts;
    const at = journal.now();
    const readings = await way.read(AbortSignal.timeout(READ));
    let index = 0;
    for (const { path, held, lacks } of readings) {
      if (lacks !== undefined) this.#note(target, new Failure('cut', `${way.tool}: ${lacks}`));
      for (const { data, duration: _, ...facts } of await engine.importAllocations(path)) {
        index++;
        const what = held === 'both' ? facts.name.replace(/^.*?: /, '') : `held ${held}`;
        const meta = {
          ...{ ...facts, kind: 'native' as const, name: `${way.tool}: ${what}`, since },
          ...{ duration: 0, source: `native-${way.tool}-${index}` },
        };
        journal.write((writer) =>
          writer.addArtifact({ kind: 'allocations', target: target.id, at, data, meta }),
        );
      }
    }
    if (index === 0) throw new Failure('nothing-traced', `${way.tool} saw no allocation.`);
    journal.changes.tell();
  }
}

interface Running {
  readonly way: NativeAllocations;
  /** Rejects where it did not begin. */
  readonly begun: Promise<void>;
  readonly turns: OneAtATime;
  /** Milliseconds since the session began. */
  since: number;
  watch?: NodeJS.Timeout;
}

const traced = (target: TargetRun, tool: NativeTool): Failure =>
  new Failure(
    'already-traced',
    `${nameOf(target)} is traced by ${tool} already: two tools would see each other.`,
    'End that first.',
  );

/** Where a tool writes. Unknown counts as enough. */
const freeBytes = (disk = tmpdir()): Promise<number> =>
  statfs(disk).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Number.POSITIVE_INFINITY,
  );

const START = 90_000;
const STOP = 60_000;
/** A long run is many events to read. */
const READ = 300_000;
const LOOK_EVERY = 5000;
/** Bytes: what can be read in time. */
const MOST_WRITTEN = 4 * 2 ** 30;
const LEAST_FREE = 2 ** 30;
