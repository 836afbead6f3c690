import { Failure } from '../../base/failure.js';
import { JsonCursor } from './json-cursor.js';
import { UnreadBytes } from './unread-bytes.js';

/** Rests where the file is not there yet. */
export type Reading<Value> = Generator<undefined, Value, undefined>;

/**
 * JSON that is read while it comes: `read` gets one to read through `json`, `whole` and `each`, and rests inside the latter two
 * whenever what it wants has not come.
 */
export class ComingJson<Value> {
  readonly #bytes = new UnreadBytes();
  readonly #json = new JsonCursor(new Uint8Array(0));
  readonly #reading: Reading<Value>;
  #next = PART;
  #comes = true;
  #value: Value | undefined;

  constructor(read: (json: JsonCursor, parts: Parts) => Reading<Value>) {
    this.#reading = read(this.#json, {
      whole: (part) => this.#whole(part),
      each: (take) => this.#each(take),
    });
  }

  push(chunk: Uint8Array): void {
    this.#bytes.push(chunk);
    if (this.#bytes.length >= this.#next) this.#further();
  }

  /** Undefined where it was not read to its end. */
  end(): Value | undefined {
    this.#comes = false;
    this.#further();
    return this.#value;
  }

  #further(): void {
    const json = this.#json;
    json.reaches(this.#bytes.whole());
    if (this.#value === undefined) {
      const { done, value } = this.#reading.next();
      if (done) this.#value = value;
    } else json.backTo(this.#bytes.length);
    this.#bytes.forget(json.place);
    json.forget();
    // What is left is part of something large: looked at again when there is twice as much of it.
    this.#next = Math.max(PART, this.#bytes.length * 2);
  }

  /** What `part` reads. It is called again, from where it began, where it met the end of what came. */
  *#whole<Part>(part: () => Part): Reading<Part> {
    const json = this.#json;
    for (;;) {
      if (this.#comes && json.left < LONGEST) yield;
      const from = json.place;
      try {
        const read = part();
        // A number that ends there may go on.
        if (!this.#comes || json.left > 0) return read;
      } catch (error) {
        if (!this.#wantsMore(error)) throw error;
      }
      json.backTo(from);
      yield;
    }
  }

  *#each(take: () => void): Reading<void> {
    const json = this.#json;
    yield* this.#whole(() => json.array());
    for (let more = true; more; ) {
      if (this.#comes && json.left < LONGEST) yield;
      let from = json.place;
      try {
        do {
          more = json.nextValue();
          if (more) take();
          from = json.place;
        } while (more && !(this.#comes && json.left < LONGEST));
      } catch (error) {
        if (!this.#wantsMore(error)) throw error;
        json.backTo(from);
        yield;
      }
    }
  }

  #wantsMore(error: unknown): boolean {
    if (!this.#comes) return false;
    return this.#json.left === 0 || (error instanceof Failure && error.code === 'truncated');
  }
}

/** What reads a part must be harmless to call twice from the same place: the first time it may meet the end of what came. */
export interface Parts {
  whole<Part>(part: () => Part): Reading<Part>;
  /** Steps into the array that is next; `take` reads one element. */
  each(take: () => void): Reading<void>;
}

/** So many bytes come before they are looked at. */
const PART = 1 << 20;
/** Hardly any element is longer; for one that is, more is waited for. */
const LONGEST = 8192;
