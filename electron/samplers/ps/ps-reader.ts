import { execFile } from 'node:child_process';
import type { ProcessKey } from '../../../shared/model/process.js';
import type { Reading } from '../../../shared/model/series.js';
import type { Ended, SystemReader } from '../system-reader.js';

/** A run of `ps` costs 20 ms or more. */
const INTERVAL = 1000;

/** RSS and CPU of one process where there is no /proc (macOS, BSD): once a second, by `ps`. */
export class PsReader implements SystemReader {
  #fresh: Reading | undefined;
  #ended = false;
  #asking = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly key: ProcessKey) {}

  read(now: number): Reading | Ended {
    if (this.#ended) return { ended: 'exited' };
    if (!this.#asking && now - this.#askedAt >= INTERVAL) this.#ask(now);
    const reading = this.#fresh ?? {};
    this.#fresh = undefined;
    return reading;
  }

  close(): void {}

  #ask(now: number): void {
    this.#asking = true;
    this.#askedAt = now;
    const columns = ['-o', 'rss=,%cpu=,stat=', '-p', String(this.key.pid)];
    const env = { ...process.env, LC_ALL: 'C' };
    execFile('ps', columns, { timeout: 5000, env }, (error, stdout) => {
      this.#asking = false;
      const [rss, cpu, state = 'Z'] = stdout.trim().split(/\s+/);
      // `ps` fails with status 1 when there is no such process, and with a word when it is not there itself.
      if (error && typeof error.code !== 'number') return;
      this.#ended = error !== null || state.startsWith('Z');
      this.#fresh = { rss: Number(rss) * 1024, cpu: Number(cpu) };
    });
  }
}
