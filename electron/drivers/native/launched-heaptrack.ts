import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import { bytesOf } from '../bytes-of.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { readTargetStatus } from '../target-status.js';
import { findHeaptrack, interpreted, managedProgram, starterOf } from './heaptrack.js';
import { stopHeaptrack } from './heaptrack-attach.js';
import { identity } from './identity.js';
import { type LeavingWatch, watchOverHeaptrack } from './leave-heaptrack.js';

/** A program that is started with heaptrack in it. */
export interface LaunchWithHeaptrack {
  /** Added to its environment; heaptrack takes itself out of that of the program's children. */
  readonly env: Readonly<Record<string, string>>;
  /** Its allocations, once it runs. */
  of(target: ProcessInfo): NativeAllocations;
  /** The program runs as `pid`, and is not recorded after all: heaptrack is taken out, and its file removed. */
  cancel(pid: number): Promise<void>;
}

/**
 * Prepares the start of a plain native program; `raw` is where heaptrack's events go, 18 bytes each. Throws a Failure for a
 * managed runtime, which is never started so, and where heaptrack is missing.
 */
export function launchWithHeaptrack(
  command: string,
  cwd: string | undefined,
  raw: string,
  leaver?: string,
): LaunchWithHeaptrack {
  const runtime = managedProgram(command, cwd);
  if (runtime)
    throw new Failure(
      'managed',
      `${command} is run by ${runtime}: heaptrack is for plain native programs and broke managed ones.`,
      'Record it without --native: its runtime tells what it allocates with --allocations.',
    );
  const starter = starterOf(command, cwd);
  if (starter)
    throw new Failure(
      'starts-others',
      `${command} is run by ${starter}, which only starts other programs: heaptrack stays with the first one.`,
      'Name the program itself: leakscope run --native -o FILE -- PROGRAM ARGS.',
    );
  const found = findHeaptrack();
  if (!found)
    throw new Failure(
      'no-heaptrack',
      'heaptrack is not installed here: there are no native allocations without it.',
      'Install it: apt-get install heaptrack, dnf install heaptrack, pacman -S heaptrack.',
    );
  return {
    env: {
      LD_PRELOAD: [found.preload, process.env['LD_PRELOAD']].filter(Boolean).join(':'),
      DUMP_HEAPTRACK_OUTPUT: raw,
    },
    of: (target) => new LaunchedHeaptrack(target, found.interpreter, raw, leaver, basename(command)),
    async cancel(pid) {
      const status = await readTargetStatus(pid);
      if (!status) return rmSync(raw, { force: true });
      const runtime = { kind: 'native', flavour: 'native' } as const;
      const target = { pid, startTime: status.startTime, runtime };
      watchOverHeaptrack({ target, raw, leftOvers: [raw] }, leaver).takeOver();
    },
  };
}

class LaunchedHeaptrack implements NativeAllocations {
  readonly tool = 'heaptrack';
  readonly cost =
    'The program was started with it: 0.3 µs for an allocation with its free ten calls deep, more from deeper, and 36 bytes of disk for each.';
  readonly disk: string;
  #watch: LeavingWatch | undefined;
  /** It writes its file still. */
  #inside = true;

  constructor(
    private readonly target: ProcessInfo,
    private readonly interpreter: string,
    private readonly raw: string,
    private readonly leaver: string | undefined,
    private readonly name: string,
  ) {
    this.disk = dirname(raw);
  }

  get running(): boolean {
    return this.#watch !== undefined && this.#inside;
  }

  async start(): Promise<void> {
    if (!this.#inside)
      throw new Failure(
        'ended',
        `heaptrack has left ${this.name}, and cannot come back.`,
        'Start the program anew.',
      );
    const { target, raw } = this;
    this.#watch ??= watchOverHeaptrack({ target, raw, leftOvers: [raw] }, this.leaver);
  }

  written(): number {
    return bytesOf(this.raw);
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    if (this.written() === 0)
      throw new Failure(
        'nothing-traced',
        `heaptrack wrote nothing of ${this.name}.`,
        'It sees only programs that are linked dynamically and have no special rights (setuid).',
      );
    const path = `${this.raw}.txt`;
    await interpreted(this.interpreter, this.raw, path, signal);
    return [{ path, held: 'both' }];
  }

  async stop(signal: AbortSignal): Promise<void> {
    if (!this.#inside) return;
    if (identity(this.target).same) await stopHeaptrack(this.target, signal);
    this.#inside = false;
    this.#watch?.done();
  }

  async remove(): Promise<void> {
    rmSync(`${this.raw}.txt`, { force: true });
    if (!this.#inside) rmSync(this.raw, { force: true });
    else this.#watch?.takeOver();
  }
}
