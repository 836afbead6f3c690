import { decodeUtf8 } from '../../model/byte-strings.js';
import { malformed, tooLarge, truncated } from './bad-profile.js';

/** What a pickle of plain data may hold. An array is a tuple or a list, a `PickledObject` the only kind of object. */
export type Pickled =
  | number
  | string
  | undefined
  | boolean
  | readonly Pickled[]
  | PickledObject
  | PickledName
  | Dict;

/** A class that is only named: nothing is looked up or run. */
export interface PickledName {
  readonly named: string;
}

/** An instance of one, with what it was given as its state. */
export interface PickledObject {
  readonly of: string;
  state: Pickled;
}

export type Dict = Map<string, Pickled>;

/**
 * Reads a pickle as data. The few opcodes that plain data is made of are known, every other is refused; a class is a name,
 * which must be one of `names`; calls and reductions do not exist here. Opcodes: Lib/pickletools.py of CPython.
 */
export function readPickle(bytes: Uint8Array, names: ReadonlySet<string>): Pickled {
  return new PickleReader(bytes, names).read();
}

class PickleReader {
  #at = 0;
  readonly #stack: Pickled[] = [];
  /** Heights of the stack at which a row of values begins. */
  readonly #marks: number[] = [];
  readonly #memo: Pickled[] = [];
  readonly #view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly names: ReadonlySet<string>,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): Pickled {
    for (;;) {
      const code = this.#u8();
      if (code === STOP) {
        if (this.#stack.length !== 1) throw malformed('the pickle leaves more than one value');
        return this.#stack[0];
      }
      this.#step(code);
    }
  }

  #step(code: number): void {
    const value = this.#value(code);
    if (value === NO_VALUE) this.#act(code);
    else this.#push(value);
  }

  /** Opcodes that push a value. */
  #value(code: number): Pickled | typeof NO_VALUE {
    switch (code) {
      case 0x4b: // BININT1
        return this.#u8();
      case 0x4d: // BININT2
        return this.#view.getUint16(this.#skip(2), true);
      case 0x4a: // BININT
        return this.#view.getInt32(this.#skip(4), true);
      case 0x8a: // LONG1
        return this.#long(this.#u8());
      case 0x4e: // NONE
        return undefined;
      case 0x88: // NEWTRUE
      case 0x89: // NEWFALSE
        return code === 0x88;
      case 0x8c: // SHORT_BINUNICODE
        return this.#text(this.#u8());
      case 0x58: // BINUNICODE
        return this.#text(this.#view.getUint32(this.#skip(4), true));
      case 0x8d: // BINUNICODE8
        return this.#text(Number(this.#view.getBigUint64(this.#skip(8), true)));
      case 0x29: // EMPTY_TUPLE
      case 0x5d: // EMPTY_LIST
        return [];
      case 0x85: // TUPLE1
      case 0x86: // TUPLE2
      case 0x87: // TUPLE3
        return this.#taken(this.#stack.length - (code - 0x84));
      case 0x74: // TUPLE
        return this.#marked();
      case 0x7d: // EMPTY_DICT
        return new Map();
      case 0x68: // BINGET
        return this.#remembered(this.#u8());
      case 0x6a: // LONG_BINGET
        return this.#remembered(this.#view.getUint32(this.#skip(4), true));
      case 0x63: // GLOBAL
        return this.#named(this.#line(), this.#line());
      case 0x93: {
        // STACK_GLOBAL
        const [module, name] = this.#taken(this.#stack.length - 2);
        return this.#named(module, name);
      }
      case 0x81: {
        // NEWOBJ
        const [of, given] = this.#taken(this.#stack.length - 2);
        if (!isName(of) || !Array.isArray(given) || given.length > 0)
          throw malformed('the pickle makes an object with arguments');
        return { of: of.named, state: undefined };
      }
      default:
        return NO_VALUE;
    }
  }

  /** Opcodes that change what is there. */
  #act(code: number): void {
    switch (code) {
      case 0x80: // PROTO
        if (this.#u8() > 5) throw malformed('the pickle is of a newer protocol than 5');
        break;
      case 0x95: // FRAME
        this.#skip(8);
        break;
      case 0x28: // MARK
        this.#marks.push(this.#stack.length);
        break;
      case 0x61: // APPEND
        this.#append(this.#taken(this.#stack.length - 1));
        break;
      case 0x65: // APPENDS
        this.#append(this.#marked());
        break;
      case 0x73: // SETITEM
        this.#set(this.#taken(this.#stack.length - 2));
        break;
      case 0x75: // SETITEMS
        this.#set(this.#marked());
        break;
      case 0x94: // MEMOIZE
        this.#memo.push(this.#top());
        break;
      case 0x71: // BINPUT
        this.#put(this.#u8());
        break;
      case 0x72: // LONG_BINPUT
        this.#put(this.#view.getUint32(this.#skip(4), true));
        break;
      case 0x62: {
        // BUILD
        const [state] = this.#taken(this.#stack.length - 1);
        const object = this.#top();
        if (!isObject(object)) throw malformed('the pickle gives a state to what is no object');
        object.state = state;
        break;
      }
      default:
        throw malformed(`the pickle does something that plain data never needs (opcode ${code})`);
    }
  }

  #named(module: Pickled, name: Pickled): PickledName {
    const named = `${String(module)}.${String(name)}`;
    if (!this.names.has(named)) throw malformed(`the pickle names ${named.slice(0, 80)}, which is no data`);
    return { named };
  }

  #append(values: readonly Pickled[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw malformed('the pickle appends to what is no list');
    for (const value of values) list.push(value);
  }

  #set(pairs: readonly Pickled[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw malformed('the pickle sets items of what is no dict');
    for (let i = 0; i + 1 < pairs.length; i += 2) dict.set(String(pairs[i]), pairs[i + 1]);
  }

  #push(value: Pickled): void {
    if (this.#stack.push(value) > MOST_VALUES) throw tooLarge('its values');
  }

  #put(row: number): void {
    if (row > this.bytes.length) throw malformed('the pickle remembers more than it has');
    this.#memo[row] = this.#top();
  }

  #remembered(row: number): Pickled {
    if (!(row in this.#memo)) throw malformed('the pickle asks for what it never kept');
    return this.#memo[row];
  }

  #top(): Pickled {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw malformed('the pickle takes more than it has');
    return this.#stack[this.#stack.length - 1];
  }

  #marked(): Pickled[] {
    const from = this.#marks.pop();
    if (from === undefined) throw malformed('the pickle has no mark');
    return this.#stack.splice(from);
  }

  #taken(from: number): Pickled[] {
    if (from < (this.#marks.at(-1) ?? 0)) throw malformed('the pickle takes more than it has');
    return this.#stack.splice(from);
  }

  #u8(): number {
    return this.bytes[this.#skip(1)];
  }

  /** Little-endian, two's complement. */
  #long(size: number): number {
    const from = this.#skip(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.bytes[from + i];
    return size > 0 && this.bytes[from + size - 1] > 127 ? value - 256 ** size : value;
  }

  #text(size: number): string {
    const from = this.#skip(size);
    return decodeUtf8(this.bytes, from, from + size);
  }

  #line(): string {
    const end = this.bytes.indexOf(10, this.#at);
    if (end < 0) throw truncated('in the middle of a name');
    const text = this.#text(end - this.#at);
    this.#skip(1);
    return text;
  }

  /** Returns where it was. */
  #skip(size: number): number {
    const from = this.#at;
    if (!(size <= this.bytes.length - from)) throw truncated('in the middle of a pickle');
    this.#at = from + size;
    return from;
  }
}

export const isObject = (value: Pickled): value is PickledObject =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map) && 'of' in value;

const isName = (value: Pickled): value is PickledName =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map) && 'named' in value;

const NO_VALUE = Symbol('no value');
const STOP = 0x2e;
const MOST_VALUES = 50_000_000;
