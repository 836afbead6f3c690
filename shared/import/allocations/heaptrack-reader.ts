import type { AllocationProfile } from '../../model/allocation-profile.js';
import { NO_STACK } from '../../model/stack-table.js';
import { malformed, tooLarge } from './bad-profile.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';

/**
 * Follows every allocation that heaptrack saw: what is alive at the end and at the peak, and all in all. The records, one a
 * line, numbers in hex: `s` text (from version 3 with its length before it), `i` instruction with module, function, file and
 * line, and the same of calls inlined around it; `t` instruction and caller; `a` size and trace; `+` and `-` an allocation of
 * such an `a`; `c` milliseconds. Source: src/analyze/accumulatedtracedata.cpp of https://invent.kde.org/sdk/heaptrack.
 */
export class HeaptrackReader {
  #version = 0;
  #sized = false;
  readonly #texts: string[] = [''];
  /** Frames of an instruction, innermost first. */
  readonly #instructions: (readonly number[])[] = [[]];
  readonly #stacks = new StackBuilder();
  readonly #traces: number[] = [NO_STACK];
  readonly #size: number[] = [];
  readonly #stack: number[] = [];
  readonly #alive: number[] = [];
  readonly #all: number[] = [];
  /** How many more are alive than at the peak. */
  readonly #sincePeak: number[] = [];
  readonly #touched: number[] = [];
  readonly #isTouched: number[] = [];
  #bytes = 0;
  #peak = 0;
  #time = 0;
  #peakTime = 0;

  constructor(private readonly name: string) {}

  line(text: string): void {
    switch (text[0]) {
      case 'v':
        this.#begin(numbersOf(text));
        break;
      case 's':
        this.#addText(text);
        break;
      case 'i':
        this.#addInstruction(numbersOf(text));
        break;
      case 't':
        this.#addTrace(numbersOf(text));
        break;
      case 'a':
        this.#addKind(numbersOf(text));
        break;
      case '+':
        this.#allocate(numbersOf(text));
        break;
      case '-':
        this.#free(numbersOf(text));
        break;
      case 'c':
        this.#time = numbersOf(text)[0] ?? 0;
        break;
    }
  }

  end(): readonly AllocationProfile[] {
    const stacks = this.#stacks.table();
    const profile = (what: string, count: (row: number) => number): AllocationProfile => {
      const weights = new WeightBuilder();
      for (let row = 0; row < this.#size.length; row++) {
        const times = count(row);
        if (times > 0) weights.add(this.#stack[row], this.#size[row] * times, times);
      }
      return {
        ...{ kind: 'native', name: `${this.name}: ${what}`, unit: 'bytes', lines: 'call' },
        table: weights.table(stacks),
      };
    };
    return [
      profile(`alive at the end (${this.#time} ms)`, (row) => this.#alive[row]),
      profile(`alive at the peak (${this.#peakTime} ms)`, (row) => this.#alive[row] - this.#sincePeak[row]),
      profile('all that was allocated', (row) => this.#all[row]),
    ];
  }

  #begin([, version = 1]: readonly number[]): void {
    if (this.#version !== 0) throw malformed('it begins twice');
    if (version > NEWEST) throw malformed(`heaptrack's format ${version} is newer than ${NEWEST}`);
    this.#version = version;
    this.#sized = version >= 3;
  }

  #addText(text: string): void {
    if (this.#texts.length > MOST_ROWS) throw tooLarge('its texts');
    this.#texts.push(text.slice(this.#sized ? text.indexOf(' ', 2) + 1 : 2));
  }

  #addInstruction([address, module, ...places]: readonly number[]): void {
    const frames: number[] = [];
    // Of code that was built without its sources the program or library is known.
    const library = this.#text(module ?? 0);
    for (let at = 0; at < places.length; at += 3) {
      const [name, file = 0, line = 0] = places.slice(at, at + 3);
      frames.push(this.#stacks.frame(this.#text(name) || hex(address), this.#text(file) || library, line));
    }
    if (frames.length === 0) frames.push(this.#stacks.frame(hex(address), library));
    this.#instructions.push(frames);
  }

  #addTrace([instruction, caller = 0]: readonly number[]): void {
    const frames = this.#instructions[instruction];
    let stack = this.#traces[caller];
    if (!frames || stack === undefined) throw malformed('a stack leads to nothing');
    for (let i = frames.length - 1; i >= 0; i--) stack = this.#stacks.stack(stack, frames[i]);
    this.#traces.push(stack);
  }

  #addKind([size, trace]: readonly number[]): void {
    const stack = this.#traces[trace];
    if (size === undefined || stack === undefined) throw malformed('an allocation has no stack');
    if (this.#size.length > MOST_ROWS) throw tooLarge('its allocations');
    this.#size.push(size);
    this.#stack.push(
      stack === NO_STACK ? this.#stacks.stack(NO_STACK, this.#stacks.frame('(unknown)')) : stack,
    );
    for (const column of [this.#alive, this.#all, this.#sincePeak, this.#isTouched]) column.push(0);
  }

  #allocate(numbers: readonly number[]): void {
    const row = this.#kind(numbers);
    this.#all[row]++;
    this.#change(row, 1);
    if (this.#bytes <= this.#peak) return;
    this.#peak = this.#bytes;
    this.#peakTime = this.#time;
    for (const touched of this.#touched.splice(0)) {
      this.#sincePeak[touched] = 0;
      this.#isTouched[touched] = 0;
    }
  }

  #free(numbers: readonly number[]): void {
    const row = this.#kind(numbers);
    if (this.#alive[row] === 0) throw malformed('it frees what is not allocated');
    this.#change(row, -1);
  }

  #change(row: number, by: number): void {
    this.#alive[row] += by;
    this.#bytes += by * this.#size[row];
    if (this.#isTouched[row] === 0) this.#touched.push(row);
    this.#isTouched[row] = 1;
    this.#sincePeak[row] += by;
  }

  /** From version 1 on, `+` and `-` name an `a`. */
  #kind([row]: readonly number[]): number {
    if (row === undefined || row >= this.#size.length)
      throw malformed('it allocates what it does not describe');
    return row;
  }

  #text(row: number): string {
    const text = this.#texts[row];
    if (text === undefined) throw malformed(`there is no text ${row}`);
    return text;
  }
}

function numbersOf(line: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let digits = 0;
  for (let i = 2; i <= line.length; i++) {
    const digit = i < line.length ? (DIGITS[line.charCodeAt(i)] ?? -1) : -1;
    if (digit >= 0) {
      value = value * 16 + digit;
      digits++;
      continue;
    }
    if (digits > 0) numbers.push(value);
    else if (i < line.length) throw malformed(`a record is no row of numbers: ${line.slice(0, 40)}`);
    value = 0;
    digits = 0;
  }
  return numbers;
}

const DIGITS = Int8Array.from({ length: 128 }, (_, code) => {
  const digit = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(digit) ? -1 : digit;
});

const hex = (address: number): string => `0x${address.toString(16)}`;

const NEWEST = 3;
const MOST_ROWS = 30_000_000;
