import type { AllocationProfile } from '../../model/allocation-profile.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { CallRows } from '../../model/call-rows.js';
import { NO_STACK, type StackTable } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed, tooLarge } from './bad-profile.js';
import { JsonCursor } from './json-cursor.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';
import { WholeBytes } from './whole-bytes.js';

/** speedscope's own JSON, evented and sampled: https://www.speedscope.app/file-format-schema.json. */
export const speedscopeImporter: AllocationImporter = {
  id: 'speedscope',
  matches(head) {
    const text = decodeUtf8(head, 0, head.length);
    return /^\s*\{/.test(text) && (SCHEMA.test(text) || BEGINNING.test(text));
  },
  open({ name, size }) {
    const bytes = new WholeBytes(size);
    const reading = new ReadAhead(bytes, name, size ?? 0);
    return {
      push(chunk) {
        bytes.push(chunk);
        reading.further();
      },
      end: () => reading.end(),
    };
  },
};

/**
 * Reads what is there while the rest is on its way: frames and events are nearly all of a file. Where something else is cut
 * off by what has not come yet, all of it is read again at the end.
 */
class ReadAhead {
  readonly #json = new JsonCursor(new Uint8Array(0));
  readonly #rest = { comes: true };
  #reading: Reading | undefined;
  #next = FIRST_PART;

  /** `size` 0: it is not known, and everything is read at the end. */
  constructor(
    private readonly bytes: WholeBytes,
    private readonly name: string,
    size: number,
  ) {
    if (size > 0) this.#reading = readSpeedscope(this.#json, name, size, this.#rest);
  }

  further(): void {
    const { length } = this.bytes;
    if (!this.#reading || length < this.#next) return;
    this.#next = length + PART;
    this.#json.reaches(this.bytes.whole());
    try {
      // Done, and more of it came: what it is, the whole of it says.
      if (this.#reading.next().done) this.#reading = undefined;
    } catch {
      this.#reading = undefined;
    }
  }

  end(): readonly AllocationProfile[] {
    const whole = this.bytes.whole();
    this.#rest.comes = false;
    this.#json.reaches(whole);
    const { value } = (this.#reading ?? this.#again(whole)).next();
    if (!value) throw malformed('it has no end');
    return value;
  }

  #again(whole: Uint8Array): Reading {
    return readSpeedscope(new JsonCursor(whole), this.name, whole.length, this.#rest);
  }
}

/** Rests where the file is not there yet. */
type Reading = Generator<undefined, readonly AllocationProfile[], undefined>;

/** More of the file may come. */
interface Rest {
  readonly comes: boolean;
}

/** So many bytes before it is begun, and between two looks at what came. */
const FIRST_PART = 1 << 20;
const PART = 1 << 20;
/** No event or frame that anybody writes is longer; one that is, is read at the end. */
const LONGEST = 8192;

/** Of an evented profile, an event that opens and one that closes. Less than an honest one has, and a bound on what a lie costs. */
const BYTES_A_CALL = 64;

const SCHEMA = /"\$schema"\s*:\s*"https:\/\/www\.speedscope\.app\//;
/** Where the schema is named at the end: what stands before the frames or the profiles is short. */
const BEGINNING =
  /^\s*\{\s*(?:"\w+"\s*:\s*(?:"[^"\\]*"|\d+|null)\s*,\s*){0,8}"(?:shared|profiles)"\s*:\s*[[{]/;

/** Frames are numbered as in the file where these stand after the profiles, else as `Places` has them. */
interface Unnamed {
  readonly name: string;
  readonly unit: string;
  readonly stacks: CallRows;
  readonly weights: WeightBuilder;
}

function* readSpeedscope(json: JsonCursor, file: string, size: number, rest: Rest): Reading {
  const frames: Frame[] = [];
  const found: Unnamed[] = [];
  let known: Places | undefined;
  let active = 0;
  json.object();
  while (json.nextKey()) {
    if (json.keyIs('shared')) {
      json.object();
      while (json.nextKey()) {
        if (json.keyIs('frames')) yield* readFrames(json, frames, rest);
        else json.skip();
      }
    } else if (json.keyIs('profiles')) {
      known ??= frames.length > 0 ? placesOf(frames) : undefined;
      json.array();
      while (json.nextValue())
        found.push(yield* readProfile(json, known?.rows, Math.ceil(size / BYTES_A_CALL), rest));
    } else if (json.keyIs('activeProfileIndex') && !json.isNull()) active = json.number();
    else json.skip();
  }
  if (found.length === 0) throw malformed('it has no profile');
  const [first] = found.splice(active, 1);
  const places = known ?? placesOf(frames);
  return (first ? [first, ...found] : found).map((profile) =>
    named(profile, places, known !== undefined, file),
  );
}

/** The frames of a file, each place once. */
interface Places {
  readonly frames: StackTable['frames'];
  /** By frame of the file. */
  readonly rows: Uint32Array;
}

function placesOf(frames: readonly Frame[]): Places {
  const builder = new StackBuilder();
  const rows = Uint32Array.from(frames, ({ name, file, line, column }) =>
    builder.frame(name, file, line, column),
  );
  return { frames: builder.table().frames, rows };
}

interface Frame {
  name: string;
  file: string;
  line: number;
  column: number;
}

function* readFrames(json: JsonCursor, frames: Frame[], rest: Rest): Generator<undefined, void> {
  json.array();
  while (json.nextValue()) {
    if (rest.comes && json.left < LONGEST) yield;
    const frame: Frame = { name: '', file: '', line: 0, column: 0 };
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('name')) frame.name = json.string();
      else if (json.keyIs('file') && !json.isNull()) frame.file = json.string();
      else if (json.keyIs('line') && !json.isNull()) frame.line = json.number();
      else if (json.keyIs('col') && !json.isNull()) frame.column = json.number();
      else json.skip();
    }
    frames.push(frame);
  }
}

function* readProfile(
  json: JsonCursor,
  rows: Uint32Array | undefined,
  expected: number,
  rest: Rest,
): Generator<undefined, Unnamed> {
  const stacks = new CallRows(expected);
  const weights = new WeightBuilder(expected);
  const samples: number[] = [];
  let name = '';
  let unit = 'none';
  let at = 0;
  json.object();
  while (json.nextKey()) {
    if (json.keyIs('name')) name = json.string();
    else if (json.keyIs('unit')) unit = json.string();
    else if (json.keyIs('events')) yield* readEvents(json, rows, { stacks, weights }, rest);
    else if (json.keyIs('samples')) readSamples(json, rows, stacks, samples);
    else if (json.keyIs('weights')) {
      json.array();
      for (at = 0; json.nextValue(); at++) {
        const weight = json.number();
        // They may stand before the samples only in a file that nobody writes.
        if (at >= samples.length) throw malformed('it has more weights than samples');
        if (samples[at] !== NO_STACK) weights.add(samples[at], weight);
      }
    } else json.skip();
  }
  if (at < samples.length) throw malformed('it has fewer weights than samples');
  return { name, unit, stacks, weights };
}

/** What passes between two events belongs to the innermost open frame. */
function* readEvents(
  json: JsonCursor,
  rows: Uint32Array | undefined,
  { stacks, weights }: Pick<Unnamed, 'stacks' | 'weights'>,
  rest: Rest,
): Generator<undefined, void> {
  const event: Event = { closes: false, frame: -1, at: 0 };
  let open = new Int32Array(256);
  let depth = 0;
  let before = 0;
  json.array();
  while (json.nextValue()) {
    if (rest.comes && json.left < LONGEST) yield;
    if (!takesEvent(json, event)) readEvent(json, event);
    const { closes, at } = event;
    const frame = placeOf(event.frame, rows);
    if (at < before) throw malformed('its events are not in order');
    if (depth > 0 && at > before) weights.add(open[depth - 1], at - before, 0);
    before = at;
    if (closes) {
      if (depth === 0 || stacks.frame[open[depth - 1]] !== frame)
        throw malformed('it closes a frame that is not open');
      depth--;
      continue;
    }
    if (depth === open.length) {
      const deeper = new Int32Array(depth * 2);
      deeper.set(open);
      open = deeper;
    }
    open[depth] = stackOf(stacks, depth === 0 ? NO_STACK : open[depth - 1], frame);
    weights.add(open[depth], 0);
    depth++;
  }
}

/** One event; `at` is that of the event before where it tells none. */
interface Event {
  closes: boolean;
  frame: number;
  at: number;
}

/** As speedscope itself and most others write one: of two million this is the time that reading takes. */
function takesEvent(json: JsonCursor, event: Event): boolean {
  const from = json.place;
  const opens = json.takes(OPENS);
  if (opens || json.takes(CLOSES)) {
    const frame = json.takesNumber();
    const at = frame >= 0 && json.takes(AT) ? json.takesNumber() : -1;
    if (at >= 0 && json.takes(END)) {
      event.closes = !opens;
      event.frame = frame;
      event.at = at;
      return true;
    }
  }
  json.backTo(from);
  return false;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const OPENS = ascii('{"type":"O","frame":');
const CLOSES = ascii('{"type":"C","frame":');
const AT = ascii(',"at":');
const END = ascii('}');

/** However it is written. */
function readEvent(json: JsonCursor, event: Event): void {
  event.closes = false;
  event.frame = -1;
  json.object();
  while (json.nextKey()) {
    if (json.keyIs('frame')) event.frame = json.number();
    else if (json.keyIs('at')) event.at = json.number();
    else if (json.keyIs('type')) event.closes = json.string() === 'C';
    else json.skip();
  }
}

function readSamples(
  json: JsonCursor,
  rows: Uint32Array | undefined,
  stacks: CallRows,
  samples: number[],
): void {
  json.array();
  while (json.nextValue()) {
    let stack = NO_STACK;
    json.array();
    while (json.nextValue()) stack = stackOf(stacks, stack, placeOf(json.number(), rows));
    samples.push(stack);
  }
}

/** The place of a frame where these are known; else its number, looked at when they are. */
function placeOf(frame: number, rows: Uint32Array | undefined): number {
  if (!(Number.isInteger(frame) && frame >= 0 && frame < MOST_FRAMES))
    throw malformed('a frame has no number');
  if (!rows) return frame;
  if (frame >= rows.length) throw malformed(`there is no frame ${frame}`);
  return rows[frame];
}

function stackOf(stacks: CallRows, caller: number, frame: number): number {
  if (stacks.length > MOST_STACKS) throw tooLarge(`more than ${MOST_STACKS} different stacks`);
  return stacks.row(caller, frame);
}

const MOST_FRAMES = 5_000_000;
const MOST_STACKS = 30_000_000;

function named(
  { name, unit, stacks, weights }: Unnamed,
  { frames, rows }: Places,
  placed: boolean,
  file: string,
): AllocationProfile {
  const { length } = stacks;
  const frame = stacks.frame.slice(0, length);
  if (!placed) for (let stack = 0; stack < length; stack++) frame[stack] = placeOf(frame[stack], rows);
  // Two frames of the file that are one place: two rows may be one stack, and are added up with the calls.
  const distinct = placed || frames.length === rows.length;
  const table = { length, prefix: stacks.parent.slice(0, length), frame, frames };
  return {
    ...{ kind: 'imported', lines: 'call' },
    name: unit === 'bytes' || unit === 'none' ? name || file : `${name || file} (${unit})`,
    unit: unit === 'bytes' ? 'bytes' : 'count',
    table: weights.table(distinct ? { ...table, distinct } : table),
  };
}
