import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { Failure } from '../../../shared/base/failure.js';
import { within } from '../time-limit.js';
import { findProgram } from './heaptrack.js';

/** A gdb that waits for commands. It has no process until it is told to attach. */
export interface GdbSession {
  /** What a command prints, errors of gdb among it. One at a time. Throws a Failure when its time is over. */
  ask(command: string, limit: number): Promise<string>;
  /** Lets go of the process, if it has one, and ends. Never throws. */
  end(): Promise<void>;
}

/**
 * No initialisation files, no scripts of the program's libraries, no download of symbols: nothing of others is run. Of
 * libraries only what is in them is read: the process stands still meanwhile.
 */
const QUIET = [
  ...[
    '-nx',
    '-q',
    '-iex',
    'set debug-file-directory /nonexistent',
    '-iex',
    'set auto-load off',
    '-iex',
    'set debuginfod enabled off',
  ],
  ...['-iex', 'set confirm off', '-iex', 'set pagination off', '-iex', 'set width 0', '-iex', 'set prompt'],
];

/**
 * A call into a process that is under way when gdb is killed leaves the process broken. So gdb is never killed while it
 * may be in one: it is interrupted, unwinds the call and lets go.
 */
const UNWIND = 'set unwindonsignal on';
const MOST_OUTPUT = 16 << 20;
const GRACE = 5000;

/** Throws a Failure `no-debugger` where there is no gdb. */
export async function openGdb(): Promise<GdbSession> {
  if (!findProgram('gdb', process.env['PATH'] ?? ''))
    throw new Failure(
      'no-debugger',
      'gdb is not installed here: no tool can be brought into a running program without it.',
      'Install it: apt-get install gdb, dnf install gdb.',
    );
  // Errors in the same pipe, so that they stand where they belong.
  const child = spawn('sh', ['-c', 'exec gdb "$@" 2>&1', 'gdb', ...QUIET, '-iex', UNWIND], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // In a group of its own: Ctrl-C must not interrupt a call that is under way in the process.
    detached: true,
  });
  await once(child, 'spawn');
  return new Session(child);
}

class Session implements GdbSession {
  #output = '';
  #look: () => void = () => {};
  #asked = 0;
  #over = false;

  constructor(private readonly child: ChildProcess & { stdin: Writable; stdout: Readable }) {
    const take = (text: string): void => {
      if (this.#output.length < MOST_OUTPUT) this.#output += text;
      this.#look();
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stdin.on('error', () => {});
    child.once('close', () => {
      this.#over = true;
      this.#look();
    });
  }

  ask(command: string, limit: number): Promise<string> {
    const mark = `leakscope-answer-${++this.#asked}-`;
    this.#output = '';
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.child.kill('SIGINT');
        this.#look = () => {};
        reject(new Failure('timeout', `gdb did not answer within ${limit / 1000} s.`));
      }, limit);
      this.#look = () => {
        const end = this.#output.indexOf(mark);
        if (end < 0 && !this.#over) return;
        this.#look = () => {};
        clearTimeout(timer);
        if (end >= 0) resolve(this.#output.slice(0, end));
        else reject(new Failure('debugger-ended', 'gdb ended before it answered.'));
      };
      this.child.stdin.write(`${command}\necho ${mark}\\n\n`);
      this.#look();
    });
  }

  async end(): Promise<void> {
    if (this.#over) return;
    await this.ask('detach', GRACE).catch(() => undefined);
    if (this.#over) return;
    const closed = new Promise((done) => this.child.once('close', done));
    this.child.stdin.end('quit\n');
    // It lets go of the process before it ends so, too.
    const hard = setTimeout(() => this.child.kill('SIGTERM'), GRACE);
    await within(closed, 3 * GRACE, () => new Failure('timeout', 'gdb does not end.')).catch(() =>
      this.child.unref(),
    );
    clearTimeout(hard);
  }
}
