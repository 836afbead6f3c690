import type { BlockMemory } from './block-memory.js';

/** `PyGC_Head` in front of each object: next and previous, the lowest bits of which are flags. */
const HEAD = 16;
const TYPE = HEAD + 8;
/** So many steps can be taken back where the list has changed under the walk. */
const REMEMBERED = 64;

/**
 * Follows one of the collector's lists through the memory of a program that goes on, and counts objects by the address of their type. A
 * step is believed when the next one names this one as its previous. Where it does not, the program has changed the list since
 * a block was read, or collects just now: the walk goes back to the last object that still stands in it.
 */
export class ListWalk {
  /** Objects by the address of their type. */
  counts = new Map<number, number>();
  length = 0;
  /** How often the walk was turned back since it last came further than ever. */
  stuck = 0;
  /** How often it was begun anew. */
  begun = 1;
  #furthest = 0;
  #longest: ReadonlyMap<number, number> = new Map();
  /** A node of some time ago: met again, it shows a circle that the head is not in. */
  #mark = 0;
  #at: number;
  readonly #trail: { readonly node: number; readonly type: number }[] = [];

  constructor(
    private readonly blocks: BlockMemory,
    private readonly head: number,
  ) {
    this.#at = head;
  }

  /** Takes `most` steps at most. */
  step(most: number): 'end' | 'more' | 'turned back' {
    const { blocks, head, counts } = this;
    for (let steps = 0; steps < most; steps++) {
      const next = pointer(blocks.word(this.#at));
      if (next === head) return 'end';
      if (next === this.#mark) {
        // A collection has moved what is being walked into a list of its own.
        this.#begin(true);
        return 'turned back';
      }
      const type = blocks.word(next + TYPE);
      if (pointer(blocks.word(next + 8)) !== this.#at || !(type > 0) || type % 8 !== 0) {
        this.#turnBack(next);
        return 'turned back';
      }
      counts.set(type, (counts.get(type) ?? 0) + 1);
      this.length++;
      if ((this.length & (this.length - 1)) === 0) this.#mark = next;
      this.#trail.push({ node: next, type });
      if (this.#trail.length > 2 * REMEMBERED) this.#trail.splice(0, REMEMBERED);
      this.#at = next;
    }
    return 'more';
  }

  #turnBack(next: number): void {
    const { blocks } = this;
    this.stuck = this.length > this.#furthest ? 1 : this.stuck + 1;
    this.#furthest = Math.max(this.#furthest, this.length);
    blocks.forget(next);
    for (let last = this.#trail.at(-1); last; last = this.#trail.at(-1)) {
      blocks.forget(last.node);
      const before = this.#trail.at(-2)?.node;
      const stands = before !== undefined && pointer(blocks.word(last.node + 8)) === before;
      // Looked at again and again from the same place: from further back.
      if (stands && blocks.word(last.node) > 0 && this.stuck % 8 !== 0) {
        this.#at = last.node;
        return;
      }
      this.#trail.pop();
      this.counts.set(last.type, (this.counts.get(last.type) ?? 1) - 1);
      this.length--;
    }
    this.#begin(false); // nothing of what is remembered stands where it stood
  }

  /** What the longest way led by, of a list whose end was not reached. */
  partial(): ReadonlyMap<number, number> {
    return this.length >= sum(this.#longest) ? this.counts : this.#longest;
  }

  #begin(inCircle: boolean): void {
    this.blocks.forget(this.head);
    this.begun++;
    if (!inCircle && this.length >= sum(this.#longest)) this.#longest = this.counts;
    this.counts = new Map();
    this.#trail.length = 0;
    this.length = this.#mark = 0;
    this.#at = this.head;
  }
}

const sum = (counts: ReadonlyMap<number, number>): number =>
  [...counts.values()].reduce((all, one) => all + one, 0);

const pointer = (word: number): number => word - (word % 8);
