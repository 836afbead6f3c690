/** Takes the snapshots that were asked for in advance, and remembers what did not work. */
export class SnapshotSchedule {
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #problems: string[] = [];
  #stopped = false;

  /** `takeAll` answers a sentence for each target that gave none. */
  constructor(
    private readonly moments: readonly ('start' | 'end' | number)[],
    private readonly takeAll: () => Promise<readonly string[]>,
  ) {}

  /** `ready` resolves when the targets named at the start are attached. `elapsed` is the time since the start. */
  begin(ready: Promise<void>, elapsed: number): void {
    if (this.moments.includes('start')) void ready.then(() => this.#run('start'));
    for (const moment of this.moments)
      if (typeof moment === 'number')
        this.#timers.push(
          setTimeout(() => void this.#run(`${moment / 1000} s`), Math.max(0, moment - elapsed)),
        );
  }

  get wantsEnd(): boolean {
    return this.moments.includes('end');
  }

  atEnd(): Promise<void> {
    return this.#run('the end');
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** One text for a person; undefined where all went well. */
  get problems(): string | undefined {
    return this.#problems.length > 0 ? this.#problems.join(' ') : undefined;
  }

  async #run(when: string): Promise<void> {
    if (this.#stopped && when !== 'the end') return;
    for (const why of await this.takeAll()) this.problem(`No snapshot at ${when}: ${why}`);
  }
}
