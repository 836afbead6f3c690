import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Failure } from '../../../shared/base/failure.js';
import type { ProcessInfo } from '../../../shared/model/process.js';
import type { NativeAllocations, NativeReading } from '../native-allocations.js';
import { ownPrefix } from '../private-directory.js';
import { within } from '../time-limit.js';

/**
 * malloc and free of one process, seen by the kernel: nothing is put into the process but its own traps. Works beside any
 * runtime. What is still held is added up by stack in the kernel; stacks reach as far as frame pointers do.
 */
export class BpftraceAllocations implements NativeAllocations {
  readonly tool = 'bpftrace';
  readonly cost =
    'Nothing is put into the program and it never stands still. An allocation with its free takes 13 µs more: a program that mostly allocates runs many times slower. Stacks end at the first function that was compiled without frame pointers.';
  #child: ChildProcess | undefined;
  #folder: string | undefined;
  #latest = new Map<string, number>();
  #coming = new Map<string, number>();
  #told: (() => void)[] = [];
  #said = '';

  constructor(
    private readonly target: ProcessInfo,
    private readonly program: string,
  ) {}

  get running(): boolean {
    return this.#child !== undefined;
  }

  async start(signal: AbortSignal): Promise<void> {
    if (this.#child) return;
    await this.remove();
    const libraries = await allocatorsOf(this.target.pid);
    this.#folder = await mkdtemp(join(tmpdir(), ownPrefix()));
    const script = join(this.#folder, 'held.bt');
    await writeFile(script, libraries.map(probes).join('\n') + REPORT, { mode: 0o600 });
    const args = ['-B', 'line', '-p', String(this.target.pid), script];
    const env = { ...process.env, BPFTRACE_MAX_MAP_KEYS: String(MOST_BLOCKS), NO_COLOR: '1' };
    const child = spawn(this.program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#line(line));
    child.once('error', () => this.#over());
    child.once('close', () => this.#over());
    try {
      await this.#next(START, signal);
      if (!this.#child) throw new Failure('not-begun', 'bpftrace ended before it began.');
    } catch (error) {
      await this.stop();
      await this.remove();
      throw this.#said ? notBegun(this.#said) : error;
    }
  }

  async read(signal: AbortSignal): Promise<readonly NativeReading[]> {
    const folder = this.#folder;
    if (!folder) throw new Failure('nothing-traced', 'bpftrace was not begun on this process.');
    // Reports come once a second.
    if (this.#child) await this.#next(READ, signal);
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
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const closed = new Promise((done) => child.once('close', done));
    // The last report: at its end it takes one probe after the other away, and a malloc has no free any more.
    if (this.#latest.size > 0) await this.#next(LAST, AbortSignal.timeout(LAST)).catch(() => undefined);
    // It takes its probes away at its end, and the kernel does where it is killed.
    child.kill('SIGINT');
    const hard = setTimeout(() => child.kill('SIGKILL'), GRACE);
    await closed;
    clearTimeout(hard);
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
    this.#latest = new Map();
    this.#coming = new Map();
  }

  #stack: string[] | undefined;

  /** `@bytes[` opens a stack, innermost first, `]: N` closes it; a line of our own closes a report. */
  #line(line: string): void {
    if (line === DONE) {
      this.#latest = this.#coming;
      this.#coming = new Map();
      for (const go of this.#told.splice(0)) go();
    } else if (line.startsWith('@bytes[')) this.#stack = [];
    else if (this.#stack) {
      const bytes = /^\]: (-?\d+)$/.exec(line)?.[1];
      if (bytes !== undefined) {
        const key = this.#stack.reverse().join(';') || '(unknown)';
        this.#coming.set(key, (this.#coming.get(key) ?? 0) + Number(bytes));
        this.#stack = undefined;
      } else if (line.trim() !== '' && this.#stack.length < FRAMES) this.#stack.push(frameOf(line.trim()));
    }
  }

  #next(limit: number, signal: AbortSignal): Promise<void> {
    const told = new Promise<void>((resolve) => this.#told.push(resolve));
    return within(told, limit, () => new Failure('timeout', 'bpftrace said nothing in time.'), signal);
  }

  #over(): void {
    this.#child = undefined;
    for (const go of this.#told.splice(0)) go();
  }
}

const START = 30_000;
const READ = 10_000;
const LAST = 3000;
const GRACE = 10_000;
const FRAMES = 32;
const MOST_BLOCKS = 1_000_000;
const DONE = 'leakscope-report';

/** Where malloc and free are: the C library, or who takes its place. As the target's own files. */
async function allocatorsOf(pid: number): Promise<readonly string[]> {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const paths = new Set([...maps.matchAll(/ r-xp .*? (\/\S+)$/gm)].map(([, path]) => path));
  const known = [...paths]
    .filter((path) => ALLOCATOR.test(path) && PLAIN.test(path))
    .map((path) => `/proc/${pid}/root${path}`);
  if (known.length === 0)
    throw new Failure(
      'no-malloc',
      `Process ${pid} has no library in which malloc could be watched.`,
      'Its allocator is linked into the program.',
    );
  return known;
}

const ALLOCATOR =
  /\/(libc\.so\.6|libc-[\d.]+\.so|libjemalloc[^/]*|libmimalloc[^/]*|libtcmalloc[^/]*|ld-musl-[^/]*|libc\.so)$/;

/** The program chose the name, and it becomes a part of one that runs in the kernel. */
const PLAIN = /^[\w./+@-]+$/;

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

const notBegun = (said: string): Failure =>
  new Failure(
    'not-begun',
    `bpftrace did not begin: ${lastLine(said)}`,
    'See leakscope doctor: it says what bpftrace lacks here.',
  );

const lastLine = (said: string): string => said.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
