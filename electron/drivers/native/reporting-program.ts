import { type ChildProcess, spawn } from 'node:child_process';
import { Failure } from '../../../shared/base/failure.js';
import { within } from '../time-limit.js';
import { boundedLines } from './bounded-lines.js';

/** A program that prints report after report until it is ended. It ends by itself when nobody reads them any more. */
export class ReportingProgram {
  readonly #child: ChildProcess;
  #running = true;
  #said = '';
  #reports = 0;
  #waiting: { readonly until: number; readonly go: () => void }[] = [];

  /** `line` takes what it prints, and says whether that was the line that parts one report from the next. */
  constructor(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    line: (text: string) => boolean,
  ) {
    // In a group of its own: Ctrl-C is for us, who then want its last report.
    const child = spawn(program, args, {
      ...{ env: { ...process.env, ...env }, detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-MOST_SAID);
    });
    boundedLines(child.stdout, (text) => {
      if (!line(text)) return;
      this.#reports++;
      this.#tell();
    });
    child.once('error', () => this.#over());
    child.once('close', () => this.#over());
  }

  get running(): boolean {
    return this.#running;
  }

  /** The end of what it wrote to stderr. */
  get said(): string {
    return this.#said;
  }

  /** Resolves with that many more reports, or with its end. Throws a Failure `timeout`. */
  next(count: number, limit: number, signal: AbortSignal): Promise<void> {
    if (!this.#running) return Promise.resolve();
    const until = this.#reports + count;
    const told = new Promise<void>((go) => this.#waiting.push({ until, go }));
    return within(told, limit, () => new Failure('timeout', 'It printed no report in time.'), signal);
  }

  /** Its traps are gone then: it takes them away, or the kernel does where it must be killed. */
  async end(): Promise<void> {
    if (!this.#running) return;
    const closed = new Promise((done) => this.#child.once('close', done));
    this.#child.kill('SIGINT');
    const hard = setTimeout(() => this.#child.kill('SIGKILL'), GRACE);
    await within(closed, 2 * GRACE, () => new Error('it cannot be killed')).catch(() => undefined);
    clearTimeout(hard);
  }

  #over(): void {
    this.#running = false;
    this.#tell();
  }

  #tell(): void {
    const ready = this.#waiting.filter(({ until }) => !this.#running || until <= this.#reports);
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { go } of ready) go();
  }
}

const GRACE = 10_000;
const MOST_SAID = 4000;
