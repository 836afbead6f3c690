/** Takes the snapshots that were asked for in advance, but those of the start, and remembers what did not work. */
export class SnapshotSchedule {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #problems: string[] = [];
  readonly #stopping = new AbortController();

  /** `takeAll` answers a sentence for each target that gave none; once the signal fires it begins no other. */
  constructor(
    private readonly moments: readonly ('start' | 'end' | number)[],
    private readonly takeAll: (ending: AbortSignal) => Promise<readonly string[]>,
  ) {}

  /** `elapsed` is the time since the start, ms. */
  begin(elapsed: number): void {
    for (const moment of this.moments)
      if (typeof moment === 'number')
        this.#timers.push(
          setTimeout(() => void this.#run(`${moment / 1000} s`), Math.max(0, moment - elapsed)),
        );
  }

  get wantsEnd(): boolean {
    return this.moments.includes('end');
  }

  atEnd(ending: AbortSignal): Promise<void> {
    return this.#run('the end', ending);
  }

  /** Nothing that was asked for begins any more; `atEnd` does. */
  stop(): void {
    this.#stopping.abort();
    for (const timer of this.#timers) clearTimeout(timer);
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** One text for a person; undefined where all went well. */
  get problems(): string | undefined {
    return this.#problems.length > 0 ? this.#problems.join(' ') : undefined;
  }

  async #run(when: string, ending = this.#stopping.signal): Promise<void> {
    if (ending.aborted && when !== 'the end') return;
    for (const why of await this.takeAll(ending)) this.problem(`No snapshot at ${when}: ${why}`);
  }
}
