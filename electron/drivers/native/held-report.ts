/**
 * One report of memleak as it comes, smallest stacks first: of one that is too long the end is kept, whole stacks, and how many
 * were left out is known.
 */
export class HeldReport {
  #lines: string[] = [];
  #characters = 0;
  #left = 0;

  constructor(
    private readonly head: string,
    private readonly most: { readonly lines: number; readonly characters: number } = MOST,
  ) {}

  /** Its head, and whole stacks. */
  get lines(): readonly string[] {
    return [this.head, ...this.#lines];
  }

  /** Stacks that are not in it. */
  get leftOut(): number {
    return this.#left;
  }

  push(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
    if (this.#lines.length > this.most.lines || this.#characters > this.most.characters) this.#shorten();
  }

  /** Half of it goes, so that this is seldom done. */
  #shorten(): void {
    const half = this.#lines.length >> 1;
    const next = this.#lines.findIndex((line, at) => at >= half && STACK.test(line));
    // A single stack of that length is none of memleak's: its frames are cut by the importer anyway.
    const gone = this.#lines.splice(0, next < 0 ? half : next);
    this.#left += gone.filter((line) => STACK.test(line)).length;
    for (const line of gone) this.#characters -= line.length;
  }
}

const STACK = /^\t\d+ bytes in /;
/** Of one report. */
const MOST = { lines: 1_000_000, characters: 128 << 20 };
