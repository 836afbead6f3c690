/** Runs what it is given one after the other, in order. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();
  #given = 0;

  get busy(): boolean {
    return this.#given > 0;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.#given++;
    const next = this.#last.then(work, work).finally(() => this.#given--);
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Resolves when all that was given so far has ended. */
  idle(): Promise<unknown> {
    return this.#last;
  }
}
