/** Runs what it is given one after the other, in order. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  /** Resolves when all that was given so far has ended. */
  idle(): Promise<unknown> {
    return this.#last;
  }
}
