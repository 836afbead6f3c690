import { malformed } from './malformed.js';

/** Bytes of a key that are kept; the keys that matter are shorter. */
const LONGEST_KEY = 64;
/** Bytes of a `snapshot` header: its meta is a few kilobytes in every producer. */
const LONGEST_HEADER = 1 << 20;
const DEEPEST = 1 << 16;

/**
 * Walks over one JSON value of any shape, in chunks cut anywhere, keeping its text where asked to. Checks that
 * brackets and quotes pair up, not the grammar between them.
 */
export class ValueWalker {
  done = false;
  readonly #kept: number[] = [];
  /** 1 for an object, 0 for an array, innermost last. */
  readonly #open: number[] = [];
  #inString = false;
  #escaped = false;
  #started = false;

  constructor(readonly keep: boolean) {}

  /** Stops after the value's last byte; a bare number or word ends before what follows it. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && !this.done) {
      const byte = bytes[at];
      if (this.#started && this.#open.length === 0 && !this.#inString && endsWord(byte)) {
        this.done = true;
        break;
      }
      at++;
      if (this.keep) this.#keep(byte);
      this.#take(byte);
    }
    return at;
  }

  text(): string {
    let text = '';
    for (const byte of this.#kept) text += String.fromCharCode(byte);
    return text;
  }

  #keep(byte: number): void {
    if (this.#kept.length >= LONGEST_HEADER) throw malformed('its header is longer than 1 MB');
    this.#kept.push(byte);
  }

  #take(byte: number): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === 92) this.#escaped = true;
      else if (byte === 34) {
        this.#inString = false;
        this.done = this.#open.length === 0;
      }
      return;
    }
    if (byte === 34) this.#inString = this.#started = true;
    else if (byte === 123 || byte === 91) {
      if (this.#open.length >= DEEPEST) throw malformed('it is nested too deep');
      this.#open.push(byte === 123 ? 1 : 0);
      this.#started = true;
    } else if (byte === 125 || byte === 93) {
      if (this.#open.pop() !== (byte === 125 ? 1 : 0)) throw malformed('its brackets do not pair up');
      this.done = this.#open.length === 0;
    } else if (!isSpace(byte)) this.#started = true;
  }
}

/** The key of a section: ASCII in every file that is one. */
export class KeyReader {
  #key = '';
  #escaped = false;

  /** The key when `byte` was its closing quote. */
  take(byte: number): string | undefined {
    if (byte === 34 && !this.#escaped) {
      const key = this.#key;
      this.#key = '';
      return key;
    }
    this.#escaped = byte === 92 && !this.#escaped;
    if (this.#key.length < LONGEST_KEY) this.#key += String.fromCharCode(byte);
    return undefined;
  }
}

export function isSpace(byte: number): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

function endsWord(byte: number): boolean {
  return byte === 44 || byte === 125 || byte === 93 || isSpace(byte);
}
