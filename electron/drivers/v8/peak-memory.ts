import { readProc } from '../target-status.js';

const PAGE = 4096;
const EVERY = 50;

/** Watches how far a process's RSS rises above where it was. */
export class PeakMemory {
  #base: number | undefined;
  #peak = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.#timer = setInterval(() => void this.#look(), EVERY);
    void this.#look();
  }

  /** Bytes above the first reading; undefined where none could be read. */
  stop(): number | undefined {
    clearInterval(this.#timer);
    return this.#base === undefined ? undefined : Math.max(0, this.#peak - this.#base);
  }

  async #look(): Promise<void> {
    const pages = Number((await readProc(this.pid, 'statm'))?.split(' ')[1]);
    if (!(pages > 0)) return;
    this.#base ??= pages * PAGE;
    this.#peak = Math.max(this.#peak, pages * PAGE);
  }
}
