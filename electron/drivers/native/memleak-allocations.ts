import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { ownPrefix } from '../private-directory.js';
import { allocatorsOf } from './allocators-of.js';
import { HeldReport } from './held-report.js';
import { notBegun } from './not-begun.js';
import { ReportingProgram } from './reporting-program.js';

/**
 * BCC's memleak: malloc, mmap and their opposites of one process, seen by the kernel. Nothing is put into the process but its
 * own traps, so it works beside any runtime. What it prints is what `shared/import` reads.
 */
export class MemleakAllocations implements NativeAllocations {
  readonly tool = 'memleak';
  readonly cost =
    'Nothing is put into the program and it never stands still. An allocation with its free takes 13 µs more: a program that mostly allocates runs many times slower. Stacks end at the first function that was compiled without frame pointers. memleak itself takes some seconds to begin, and CPU for each block that is held.';
  #memleak: ReportingProgram | undefined;
  #folder: string | undefined;
  #latest: HeldReport | undefined;
  #coming: HeldReport | undefined;

  constructor(
    private readonly target: ProcessInfo,
    private readonly program: string,
  ) {}

  get running(): boolean {
    return this.#memleak?.running ?? false;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.running) return;
    await this.remove();
    const library = onlyLibc(await allocatorsOf(this.target.pid), this.target.pid);
    this.#folder = await mkdtemp(join(tmpdir(), ownPrefix()));
    const args = ['-p', String(this.target.pid), '-O', library, '-T', MOST_STACKS, '-o', '0', EVERY];
    const memleak = new ReportingProgram(this.program, args, { PYTHONUNBUFFERED: '1' }, (line) =>
      this.#line(line),
    );
    this.#memleak = memleak;
    try {
      // The head of the first report: its traps are set by then.
      await memleak.next(1, START, signal);
      if (!memleak.running) throw notBegun('memleak', memleak.said);
    } catch (error) {
      await memleak.end();
      await this.remove();
      throw error;
    }
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    if (!this.#folder) throw new Failure('nothing-traced', 'memleak was not begun on this process.');
    await this.#next(signal);
    const path = join(this.#folder, 'held now.txt');
    const report = this.#latest;
    if (!report || report.lines.length < 2)
      throw new Failure('nothing-held', 'All that was allocated since memleak began has been freed.');
    await writeFile(path, `${report.lines.join('\n')}\n`, { mode: 0o600 });
    const { leftOut } = report;
    if (leftOut === 0) return [{ path, held: 'now' }];
    const lacks = `its report was too long: the ${leftOut} stacks that hold least are left out.`;
    return [{ path, held: 'now', lacks }];
  }

  async stop(signal: AbortSignal): Promise<void> {
    // It prints none at its end.
    await this.#next(signal).catch(() => undefined);
    await this.#memleak?.end();
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#latest = undefined;
    this.#coming = undefined;
  }

  /** A report that begins after now, and is whole when the next one begins. */
  async #next(signal: AbortSignal): Promise<void> {
    await this.#memleak?.next(2, READ, signal);
  }

  #line(line: string): boolean {
    if (HEAD.test(line)) {
      this.#latest = this.#coming;
      this.#coming = new HeldReport(line);
      return true;
    }
    this.#coming?.push(line);
    return false;
  }
}

/** It asks for functions that a replacement of malloc does not have. */
export function onlyLibc(libraries: readonly string[], pid: number): string {
  const other = libraries.find((path) => !LIBC.test(path));
  const [library] = libraries;
  if (other === undefined && library !== undefined) return library;
  throw new Failure(
    'no-malloc',
    `memleak watches the C library’s malloc, and process ${pid} has ${other?.split('/').at(-1)}.`,
    'bpftrace from 0.20 on can watch it.',
  );
}

const LIBC = /\/(libc\.so\.6|libc-[\d.]+\.so|ld-musl-[^/]*|libc\.so)$/;
const HEAD = /^\[\d\d:\d\d:\d\d\] Top \d+ stacks with outstanding allocations:$/;
const MOST_STACKS = '100000';
/** Seconds between two reports: it looks at every block that is held for each. */
const EVERY = '2';
const START = 60_000;
const READ = 60_000;
