import type { ProcessInfo } from '../../shared/model/process.js';
import { readTargetStatus } from './target-status.js';
import { pauseFor } from './time-limit.js';

/** A connection breaks a moment before its process is gone: wait this long to say which it was. */
const EXIT_LIMIT = 1000;

/** Says once why an attachment is over, also to those who ask late. */
export class Losing {
  #listeners: ((reason: string) => void)[] = [];
  #reason: string | undefined;
  #silent = false;

  constructor(
    private readonly process: ProcessInfo,
    /** What it was when the process turns out to live on. */
    private readonly otherwise: string,
  ) {}

  listen(listener: (reason: string) => void): void {
    if (this.#reason !== undefined) listener(this.#reason);
    else this.#listeners.push(listener);
  }

  lose(): void {
    this.#findReason().then(
      (reason) => this.#tell(reason),
      () => this.#tell('the connection broke'),
    );
  }

  silence(): void {
    this.#silent = true;
  }

  #tell(reason: string): void {
    if (this.#silent || this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners.splice(0)) listener(reason);
  }

  async #findReason(): Promise<string> {
    if (this.process.address !== undefined) return 'the connection broke';
    const until = performance.now() + EXIT_LIMIT;
    while (performance.now() < until) {
      const status = await readTargetStatus(this.process.pid);
      if (!status || status.state === 'Z' || status.state === 'X') return 'exited';
      if (this.process.startTime > 0 && status.startTime !== this.process.startTime) return 'exited';
      await pauseFor(10);
    }
    return this.otherwise;
  }
}
