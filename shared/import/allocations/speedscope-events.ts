import { NO_STACK } from '../../model/stack-table.js';
import { malformed } from './bad-profile.js';
import { exactText, type JsonCursor } from './json-cursor.js';

/** Where the calls of a profile are, and what they weigh. */
export interface CallSink {
  /** The row of `frame` (a number of the file) called by `caller`, NO_STACK for none. */
  stack(caller: number, frame: number): number;
  /** The frame that a row was made of is this one of the file. */
  isOf(stack: number, frame: number): boolean;
  add(stack: number, weight: number, count: number): void;
}

/** The events of one profile, one after the other. What passes between two belongs to the innermost open frame. */
export class Events {
  #open = new Int32Array(256);
  #depth = 0;
  #before = 0;
  // Of the event that is being read; `at` is that of the event before where it tells none.
  #closes = false;
  #frame = -1;
  #at = 0;

  constructor(
    private readonly json: JsonCursor,
    private readonly calls: CallSink,
  ) {}

  /** Nothing is taken of an event that is not read whole. */
  take(): void {
    const before = this.#before;
    if (!this.#asUsual()) this.#asWritten(before);
    if (this.#at < before) throw malformed('its events are not in order');
    this.#before = this.#at;
    if (this.#depth > 0 && this.#at > before)
      this.calls.add(this.#open[this.#depth - 1], this.#at - before, 0);
    if (this.#closes) this.#close();
    else this.#openFrame();
  }

  #close(): void {
    if (this.#depth === 0 || !this.calls.isOf(this.#open[this.#depth - 1], this.#frame))
      throw malformed('it closes a frame that is not open');
    this.#depth--;
  }

  #openFrame(): void {
    if (this.#depth === this.#open.length) {
      const deeper = new Int32Array(this.#depth * 2);
      deeper.set(this.#open);
      this.#open = deeper;
    }
    const caller = this.#depth === 0 ? NO_STACK : this.#open[this.#depth - 1];
    const stack = this.calls.stack(caller, this.#frame);
    this.#open[this.#depth++] = stack;
    this.calls.add(stack, 0, 1);
  }

  /** As speedscope itself and most others write one: of two million this is the time that reading takes. */
  #asUsual(): boolean {
    const { json } = this;
    const from = json.place;
    const opens = json.takes(OPENS);
    if (opens || json.takes(CLOSES)) {
      const frame = json.takesNumber();
      const at = frame >= 0 && json.takes(AT) ? json.takesNumber() : -1;
      if (at >= 0 && json.takesByte(END)) {
        this.#closes = !opens;
        this.#frame = frame;
        this.#at = at;
        return true;
      }
    }
    json.backTo(from);
    return false;
  }

  /** However it is written. */
  #asWritten(before: number): void {
    const { json } = this;
    this.#closes = false;
    this.#frame = -1;
    this.#at = before;
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('frame')) this.#frame = json.number();
      else if (json.keyIs('at')) this.#at = json.number();
      else if (json.keyIs('type')) this.#closes = json.string() === 'C';
      else json.skip();
    }
  }
}

const OPENS = exactText('{"type":"O","frame":');
const CLOSES = exactText('{"type":"C","frame":');
const AT = exactText(',"at":');
const END = '}'.charCodeAt(0);
