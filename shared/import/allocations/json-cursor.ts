import { decodeUtf8 } from '../../model/byte-strings.js';
import { malformed, truncated } from './bad-profile.js';

/**
 * Reads JSON where it lies, value by value, as its caller expects it: no object is made for anything, and nothing
 * recurses. It is lenient about commas; what else is no JSON is refused.
 */
export class JsonCursor {
  #at = 0;
  /** Bytes that stood before these. */
  #past = 0;
  #words: DataView;
  #keyFrom = 0;
  #keyTo = 0;

  constructor(private bytes: Uint8Array) {
    this.#words = wordsOf(bytes);
  }

  /** The same text, of which more is there. */
  reaches(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.#words = wordsOf(bytes);
  }

  /** What was read is there no more: of the next bytes the first is the one that is next. */
  forget(): void {
    this.#past += this.#at;
    this.#at = 0;
    this.reaches(new Uint8Array(0));
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Steps into an object; `nextKey` then stands before each of its values. */
  object(): void {
    this.#expect(OPEN_OBJECT);
  }

  /** Steps into an array; `nextValue` then stands before each of its values. */
  array(): void {
    this.#expect(OPEN_ARRAY);
  }

  /** False, and stepped out, at the object's end. */
  nextKey(): boolean {
    let byte = this.#peek();
    if (byte === COMMA) {
      this.#at++;
      byte = this.#peek();
    }
    if (byte === CLOSE_OBJECT) {
      this.#at++;
      return false;
    }
    if (byte !== QUOTE) throw malformed('an object has something else than a key');
    this.#keyFrom = this.#at + 1;
    this.#skipString();
    this.#keyTo = this.#at - 1;
    this.#expect(COLON);
    return true;
  }

  keyIs(name: string): boolean {
    if (this.#keyTo - this.#keyFrom !== name.length) return false;
    for (let i = 0; i < name.length; i++)
      if (this.bytes[this.#keyFrom + i] !== name.charCodeAt(i)) return false;
    return true;
  }

  key(): string {
    return decodeUtf8(this.bytes, this.#keyFrom, this.#keyTo);
  }

  /** False, and stepped out, at the array's end. */
  nextValue(): boolean {
    let byte = this.#peek();
    if (byte === COMMA) {
      this.#at++;
      byte = this.#peek();
    }
    if (byte !== CLOSE_ARRAY) return true;
    this.#at++;
    return false;
  }

  /** Whether the value here is `null`, which is then read. */
  isNull(): boolean {
    if (this.#peek() !== LETTER_N) return false;
    this.skip();
    return true;
  }

  isArray(): boolean {
    return this.#peek() === OPEN_ARRAY;
  }

  isString(): boolean {
    return this.#peek() === QUOTE;
  }

  number(): number {
    const { bytes } = this;
    let byte = this.#peek();
    const from = this.#at;
    if (byte === MINUS) byte = bytes[++this.#at];
    let value = 0;
    let digits = 0;
    while (byte >= ZERO && byte <= NINE) {
      value = value * 10 + (byte - ZERO);
      digits++;
      byte = bytes[++this.#at];
    }
    if (digits > 0 && digits < 16 && byte !== POINT && byte !== LETTER_E && byte !== LETTER_LARGE_E)
      return bytes[from] === MINUS ? -value : value;
    while (isOfNumber(bytes[this.#at])) this.#at++;
    if (this.#at - from > LONGEST_NUMBER) throw malformed('a number is too long');
    const text = decodeUtf8(bytes, from, this.#at);
    const read = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(read)) throw malformed('a number is none');
    return read;
  }

  string(): string {
    if (this.#peek() !== QUOTE) throw malformed('something stands where a text should');
    const from = this.#at;
    const plain = this.#skipString();
    if (plain) return decodeUtf8(this.bytes, from + 1, this.#at - 1);
    try {
      return JSON.parse(decodeUtf8(this.bytes, from, this.#at)) as string;
    } catch {
      throw malformed('a text is badly escaped');
    }
  }

  /** Past a text that stands exactly here; false, and nothing read, where something else does. */
  takes({ length, words }: ExactText): boolean {
    const from = this.#at;
    const last = from + length - 4;
    if (last + 4 > this.bytes.length) return false;
    for (let i = 0, at = from; i < words.length; i++, at += 4)
      if (this.#words.getUint32(Math.min(at, last), true) !== words[i]) return false;
    this.#at = from + length;
    return true;
  }

  takesByte(byte: number): boolean {
    if (this.bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  /** Past a whole number of at most 15 digits that stands exactly here; -1, and nothing read, where none does. */
  takesNumber(): number {
    const { bytes } = this;
    let at = this.#at;
    let value = 0;
    for (let byte = bytes[at]; byte >= ZERO && byte <= NINE; byte = bytes[++at])
      value = value * 10 + (byte - ZERO);
    const digits = at - this.#at;
    const next = bytes[at];
    if (digits === 0 || digits > 15 || next === POINT || next === LETTER_E || next === LETTER_LARGE_E)
      return -1;
    this.#at = at;
    return value;
  }

  /** Where the cursor is: to come back to, where what was taken was only a part of what was looked for. */
  get place(): number {
    return this.#at;
  }

  backTo(place: number): void {
    this.#at = place;
  }

  /** Past the value here, whatever it is. */
  skip(): void {
    const { bytes } = this;
    let depth = 0;
    do {
      const byte = this.#peek();
      if (byte === QUOTE) {
        this.#skipString();
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        depth++;
        this.#at++;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (depth === 0) throw malformed('a value is missing');
        depth--;
        this.#at++;
      } else if (byte === COMMA || byte === COLON) {
        if (depth === 0) throw malformed('a value is missing');
        this.#at++;
      } else {
        const from = this.#at;
        while (this.#at < bytes.length && isOfWord(bytes[this.#at])) this.#at++;
        if (this.#at === from) throw malformed(`there is a stray character at ${this.#past + from}`);
      }
    } while (depth > 0);
  }

  /** Past a string; whether it has no escapes. */
  #skipString(): boolean {
    const { bytes } = this;
    let plain = true;
    for (let at = this.#at + 1; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#at = at + 1;
        return plain;
      }
      if (byte !== BACKSLASH) continue;
      plain = false;
      at++;
    }
    throw truncated('in the middle of a text');
  }

  #expect(byte: number): void {
    if (this.#peek() !== byte)
      throw malformed(`there is no ${String.fromCharCode(byte)} at ${this.#past + this.#at}`);
    this.#at++;
  }

  /** The next byte that is no space. */
  #peek(): number {
    const { bytes } = this;
    while (this.#at < bytes.length) {
      const byte = bytes[this.#at];
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
      this.#at++;
    }
    throw truncated('in the middle of its JSON');
  }
}

/** ASCII of at least four characters, compared by four: the last four of them overlap those before. */
export interface ExactText {
  readonly length: number;
  readonly words: Uint32Array;
}

export function exactText(text: string): ExactText {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const view = wordsOf(bytes);
  const { length } = bytes;
  const words = Uint32Array.from({ length: Math.ceil(length / 4) }, (_, word) =>
    view.getUint32(Math.min(word * 4, length - 4), true),
  );
  return { length, words };
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

const isOfNumber = (byte: number): boolean =>
  (byte >= ZERO && byte <= NINE) ||
  byte === MINUS ||
  byte === 43 ||
  byte === POINT ||
  byte === LETTER_E ||
  byte === LETTER_LARGE_E;

/** Numbers, `true`, `false`, `null`. */
const isOfWord = (byte: number): boolean => isOfNumber(byte) || (byte >= 97 && byte <= 122);

const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const LETTER_LARGE_E = 69;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const LETTER_E = 101;
const LETTER_N = 110;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const LONGEST_NUMBER = 400;
