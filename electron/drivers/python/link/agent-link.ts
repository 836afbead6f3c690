import type { Socket } from 'node:net';
import { Failure } from '../../../../shared/base/failure.js';
import { within } from '../../time-limit.js';
import { partsOf } from './agent-files.js';

/** An answer is a line of numbers; longer ones are none of the agent's. */
const LONGEST_ANSWER = 1 << 20;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Asks the agent one line at a time: `NUMBER COMMAND WORDS…`, answered by `NUMBER ok JSON` or `NUMBER no TEXT`. Before the first
 * command that needs it the agent is sent a part of itself: `NUMBER load NAME SIZE` and the text.
 */
export class AgentLink {
  readonly #waiting = new Map<string, Waiting>();
  readonly #onClose: (() => void)[] = [];
  readonly #sent = new Set<string>();
  #last = 0;
  #held = '';
  #open = true;

  /** `parts`: what the agent is made of, by the file. */
  constructor(
    private readonly socket: Socket,
    private readonly parts: ReadonlyMap<string, Buffer>,
  ) {
    socket.setEncoding('latin1'); // the agent answers in ASCII
    socket.on('data', (text: string) => this.#read(text));
    socket.once('close', () => this.#end());
    socket.resume();
  }

  /** Rejects when the limit (ms) is over, the signal fires, the agent says no, or it has gone. */
  ask(command: string, limit: number, signal?: AbortSignal): Promise<unknown> {
    const missing = partsOf(command.split(' ')[0] ?? '').filter((name) => !this.#sent.has(name));
    const loads = missing.map((name) => {
      const text = this.parts.get(name) ?? Buffer.alloc(0);
      this.#sent.add(name);
      return this.#ask(`load ${name} ${text.length}`, limit, signal, text);
    });
    const answer = this.#ask(command, limit, signal);
    return Promise.all([answer, ...loads]).then(([value]) => value);
  }

  #ask(command: string, limit: number, signal: AbortSignal | undefined, text?: Buffer): Promise<unknown> {
    const number = String(++this.#last);
    const answer = new Promise<unknown>((resolve, reject) => {
      if (!this.#open) return reject(gone());
      this.#waiting.set(number, { resolve, reject });
      this.socket.write(`${number} ${command}\n`);
      if (text) this.socket.write(text);
    });
    return within(answer, limit, slow, signal).finally(() => this.#waiting.delete(number));
  }

  write(line: string): void {
    this.socket.write(`${line}\n`);
  }

  onClose(listener: () => void): void {
    if (this.#open) this.#onClose.push(listener);
    else listener();
  }

  /** The agent takes this for our end, and leaves. */
  close(): void {
    this.socket.destroy();
  }

  #read(text: string): void {
    const lines = (this.#held + text).split('\n');
    this.#held = lines.pop() ?? '';
    if (this.#held.length > LONGEST_ANSWER) this.close();
    else for (const line of lines) this.#answer(line);
  }

  #answer(line: string): void {
    const [, number = '', verdict, said = ''] = /^(\d+) (ok|no) (.*)$/.exec(line) ?? [];
    const waiting = this.#waiting.get(number);
    if (!waiting) return; // it came too late
    if (verdict === 'no') {
      waiting.reject(new Failure('python-agent', `The agent in the program failed: ${said.slice(0, 500)}.`));
      return;
    }
    try {
      waiting.resolve(JSON.parse(said));
    } catch {
      waiting.reject(new Failure('python-agent', 'The agent in the program gave an answer that is no JSON.'));
    }
  }

  #end(): void {
    this.#open = false;
    for (const { reject } of this.#waiting.values()) reject(gone());
    this.#waiting.clear();
    for (const listener of this.#onClose.splice(0)) listener();
  }
}

const gone = (): Failure =>
  new Failure('python-lost', 'The program has ended, or has closed our connection.');

const slow = (): Failure =>
  new Failure(
    'python-busy',
    'The program did not let the agent answer in time: one of its threads is inside a long call.',
    'Try again when that call is over.',
  );
