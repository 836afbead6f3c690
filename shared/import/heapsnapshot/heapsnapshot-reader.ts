import { stopIfCancelled, UNWATCHED, type Watch } from '../../base/watch.js';
import type { ByteStrings } from '../../model/byte-strings.js';
import type { HeapGraph } from '../../model/heap-graph.js';
import type { EdgeMemory } from './edge-columns.js';
import { isSpace, KeyReader, ValueWalker } from './json-sections.js';
import { malformed, truncated } from './malformed.js';
import type { SectionScanner } from './section-scanner.js';
import { SnapshotSections } from './snapshot-sections.js';

const State = {
  start: 0,
  keyOrEnd: 1,
  key: 2,
  inKey: 3,
  colon: 4,
  value: 5,
  section: 6,
  comma: 7,
  end: 8,
} as const;

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/**
 * Reads a `.heapsnapshot` or `.heaptimeline` from chunks cut anywhere. Fields are found by the file's own
 * `meta`; keys that it does not know are passed over. Throws a Failure: `malformed`, `truncated`,
 * `too-large`, `cancelled`.
 */
export class HeapSnapshotReader {
  #state: number = State.start;
  #read = 0;
  #key = '';
  #scanner: SectionScanner | undefined;
  readonly #keys = new KeyReader();
  readonly #sections: SnapshotSections;

  /** `size`: bytes of the whole file where they are known, for progress and to size columns at once. */
  constructor(
    readonly size?: number,
    readonly watch: Watch = UNWATCHED,
    edgeMemory?: EdgeMemory,
  ) {
    this.#sections = new SnapshotSections(size, edgeMemory);
  }

  /**
   * Another thread wrote the edges that follow into `edgeMemory`, all but the last, whose text begins at `position`:
   * the next chunk begins there. False, and the reader is of no use any more, where that does not fit.
   */
  skipEdges(rows: number, lastName: number, position: number): boolean {
    if (!this.#scanner || this.#key !== 'edges' || position < this.#read) return false;
    this.#read = position;
    return this.#sections.adoptEdges(this.#scanner, rows, lastName);
  }

  /** The next byte would be the first inside `strings`; they were read elsewhere, and what follows them is at `position`. */
  skipStrings(strings: ByteStrings, position: number): boolean {
    if (this.#state !== State.section || this.#key !== 'strings' || position < this.#read) return false;
    this.#read = position;
    this.#sections.adoptStrings({ strings: () => strings });
    this.#endSection();
    return true;
  }

  push(chunk: Uint8Array): void {
    stopIfCancelled(this.watch);
    let at = 0;
    while (at < chunk.length) {
      if (this.#scanner) {
        const from = at;
        at = this.#scanner.scan(chunk, at, chunk.length);
        if (this.#scanner.done) this.#endSection();
        else if (at === from) throw malformed(`${this.#key} cannot be read`);
      } else {
        if (this.#state === State.value && !isSpace(chunk[at])) {
          at = this.#beginSection(chunk[at], at, this.#read + at);
          continue;
        }
        this.#structure(chunk[at++], this.#read + at - 1);
      }
    }
    this.#read += chunk.length;
    this.watch.progress(
      this.size ? Math.min(1, this.#read / this.size) : undefined,
      `reading ${this.#scanner ? this.#key : 'heap snapshot'}`,
    );
  }

  /** Checks that all came and fits together. */
  end(): HeapGraph {
    if (this.#state === State.start) throw malformed('it is empty');
    if (this.#state !== State.end) {
      throw truncated(this.#scanner ? `inside ${this.#key}` : `after ${this.#read} bytes`);
    }
    return this.#sections.graph();
  }

  #structure(byte: number, position: number): void {
    if (this.#state === State.inKey) {
      const key = this.#keys.take(byte);
      if (key === undefined) return;
      this.#key = key;
      this.#state = State.colon;
      return;
    }
    if (isSpace(byte)) return;
    switch (this.#state) {
      case State.start:
        if (byte === BYTE_ORDER_MARK[position]) return;
        if (byte === 123) this.#state = State.keyOrEnd;
        else throw malformed('it does not begin with {');
        return;
      case State.keyOrEnd:
      case State.key:
        if (byte === 34) this.#state = State.inKey;
        else if (byte === 125 && this.#state === State.keyOrEnd) this.#state = State.end;
        else throw malformed('a section has no name');
        return;
      case State.colon:
        if (byte !== 58) throw malformed(`no colon after "${this.#key}"`);
        this.#state = State.value;
        return;
      case State.comma:
        if (byte === 44) this.#state = State.key;
        else if (byte === 125) this.#state = State.end;
        else throw malformed(`no comma after ${this.#key}`);
        return;
      default:
        throw malformed('something follows its end');
    }
  }

  /** `byte` is the first of the section's value. Returns where its scanner begins. */
  #beginSection(byte: number, at: number, position: number): number {
    this.#state = State.section;
    const left = this.size === undefined ? undefined : Math.max(0, this.size - position);
    const scanner = this.#sections.scanner(this.#key, left);
    if (scanner === undefined) {
      this.#scanner = new ValueWalker(false);
      return at;
    }
    this.#scanner = scanner;
    if (scanner instanceof ValueWalker) return at;
    if (byte !== 91) throw malformed(`${this.#key} is not a list`);
    return at + 1;
  }

  #endSection(): void {
    this.#sections.ended(this.#key);
    this.#scanner = undefined;
    this.#state = State.comma;
  }
}
