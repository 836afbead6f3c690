import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { ownPrefix } from '../private-directory.js';
import { allocatorsOf } from './allocators-of.js';
import { notBegun } from './not-begun.js';
import { ReportingProgram } from './reporting-program.js';

/**
 * malloc and free of one process, seen by the kernel: nothing is put into the process but its own traps. Works beside any
 * runtime. What is still held is added up by stack in the kernel; stacks reach as far as frame pointers do.
 */
export class BpftraceAllocations implements NativeAllocations {
  readonly tool = 'bpftrace';
  readonly cost =
    'Nothing is put into the program and it never stands still. An allocation with its free takes 13 µs more: a program that mostly allocates runs many times slower. Stacks end at the first function that was compiled without frame pointers.';
  #bpftrace: ReportingProgram | undefined;
  #folder: string | undefined;
  #latest = new Map<string, number>();
  #coming = new Map<string, number>();

  constructor(
    private readonly target: ProcessInfo,
    private readonly program: string,
  ) {}

  get running(): boolean {
    return this.#bpftrace?.running ?? false;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.running) return;
    await this.remove();
    const libraries = await allocatorsOf(this.target.pid);
    this.#folder = await mkdtemp(join(tmpdir(), ownPrefix()));
    const script = join(this.#folder, 'held.bt');
    await writeFile(script, libraries.map(probes).join('\n') + REPORT, { mode: 0o600 });
    const args = ['-B', 'line', '-p', String(this.target.pid), script];
    const env = { BPFTRACE_MAX_MAP_KEYS: String(MOST_BLOCKS), NO_COLOR: '1' };
    const bpftrace = new ReportingProgram(this.program, args, env, (line) => this.#line(line));
    this.#bpftrace = bpftrace;
    try {
      await bpftrace.next(1, START, signal);
      if (!bpftrace.running) throw notBegun('bpftrace', bpftrace.said);
    } catch (error) {
      await this.stop();
      await this.remove();
      throw error;
    }
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    const folder = this.#folder;
    if (!folder) throw new Failure('nothing-traced', 'bpftrace was not begun on this process.');
    // Reports come once a second.
    await this.#bpftrace?.next(1, READ, signal);
    const path = join(folder, 'held now.folded');
    const lines = [...this.#latest]
      .filter(([, bytes]) => bytes > 0)
      .map(([stack, bytes]) => `${stack} ${bytes}`);
    if (lines.length === 0)
      throw new Failure('nothing-held', 'All that was allocated since bpftrace began has been freed.');
    await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
    return [{ path, held: 'now' }];
  }

  async stop(): Promise<void> {
    // The last report: at its end it takes one probe after the other away, and a malloc has no free any more.
    if (this.#latest.size > 0)
      await this.#bpftrace?.next(1, LAST, AbortSignal.timeout(LAST)).catch(() => undefined);
    await this.#bpftrace?.end();
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#latest = new Map();
    this.#coming = new Map();
  }

  #stack: string[] | undefined;

  /** `@bytes[` opens a stack, innermost first, `]: N` closes it; a line of our own closes a report. */
  #line(line: string): boolean {
    if (line === DONE) {
      this.#latest = this.#coming;
      this.#coming = new Map();
      return true;
    }
    if (line.startsWith('@bytes[')) this.#stack = [];
    else if (this.#stack) {
      const bytes = /^\]: (-?\d+)$/.exec(line)?.[1];
      if (bytes !== undefined) {
        const key = this.#stack.reverse().join(';') || '(unknown)';
        this.#coming.set(key, (this.#coming.get(key) ?? 0) + Number(bytes));
        this.#stack = undefined;
      } else if (line.trim() !== '' && this.#stack.length < FRAMES) this.#stack.push(frameOf(line.trim()));
    }
    return false;
  }
}

const START = 30_000;
const READ = 10_000;
const LAST = 3000;
const FRAMES = 32;
const MOST_BLOCKS = 1_000_000;
const DONE = 'leakscope-report';

/** A call inside another, as calloc into malloc, counts once: the outer one. */
function probes(library: string): string {
  const returns = (name: string): string => `
uretprobe:${library}:${name} /@size[tid]/ {
  if (retval != 0) { @of[retval] = ustack(perf, ${FRAMES}); @held[retval] = @size[tid]; @bytes[@of[retval]] = sum((int64)@size[tid]); }
  delete(@size[tid]);
}`;
  const gone = `if (@held[arg0] != 0) { @bytes[@of[arg0]] = sum(-(int64)@held[arg0]); delete(@held[arg0]); delete(@of[arg0]); }`;
  return `
uprobe:${library}:malloc { @size[tid] = arg0; }
uprobe:${library}:calloc { @size[tid] = arg0 * arg1; }
uprobe:${library}:realloc { if (arg0 != 0) { ${gone} } @size[tid] = arg1; }
${['malloc', 'calloc', 'realloc'].map(returns).join('')}
uprobe:${library}:free { if (arg0 != 0) { ${gone} } }
`;
}

const REPORT = `
interval:s:1 { print(@bytes); printf("${DONE}\\n"); }
END { clear(@bytes); clear(@held); clear(@of); clear(@size); }
`;

/** `7f12ab keep_buffer+17 (/usr/bin/program)`, as perf prints them. */
function frameOf(line: string): string {
  const [, name = line, file = ''] = /^[0-9a-f]+ (.*?)(?:\+(?:0x)?[0-9a-f]+)? \((.*)\)$/.exec(line) ?? [];
  const plain = name.replaceAll(';', ',');
  return file && file !== '[unknown]' ? `${plain} (${file.replaceAll(';', ',')}:0)` : plain;
}
