import type { AllocationProfile } from '../../model/allocation-profile.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { CallRows } from '../../model/call-rows.js';
import { NO_STACK, type StackTable } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed, tooLarge } from './bad-profile.js';
import { ComingJson, type Parts, type Reading } from './coming-json.js';
import type { JsonCursor } from './json-cursor.js';
import { MOST_FRAMES, MOST_STACKS, MOST_TEXT, StackBuilder, WeightBuilder } from './profile-builder.js';
import { type CallSink, Events } from './speedscope-events.js';

/** speedscope's own JSON, evented and sampled: https://www.speedscope.app/file-format-schema.json. */
export const speedscopeImporter: AllocationImporter = {
  id: 'speedscope',
  matches(head) {
    const text = decodeUtf8(head, 0, head.length);
    return /^\s*\{/.test(text) && (SCHEMA.test(text) || BEGINNING.test(text));
  },
  open({ name, size }) {
    const coming = new ComingJson((json, parts) => readSpeedscope(json, parts, name, size));
    return {
      push: (chunk) => coming.push(chunk),
      end() {
        const profiles = coming.end();
        if (!profiles) throw malformed('it has no end');
        return profiles;
      },
    };
  },
};

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

function* readSpeedscope(
  json: JsonCursor,
  parts: Parts,
  file: string,
  size: number | undefined,
): Reading<readonly AllocationProfile[]> {
  const frames = new Frames(json);
  const found: Unnamed[] = [];
  let known: Places | undefined;
  let active = 0;
  yield* parts.whole(() => json.object());
  while (yield* parts.whole(() => json.nextKey())) {
    if (json.keyIs('shared')) {
      yield* parts.whole(() => json.object());
      while (yield* parts.whole(() => json.nextKey())) {
        if (json.keyIs('frames')) yield* parts.each(() => frames.take());
        else yield* parts.whole(() => json.skip());
      }
    } else if (json.keyIs('profiles')) {
      known ??= frames.all.length > 0 ? placesOf(frames.all) : undefined;
      yield* parts.whole(() => json.array());
      while (yield* parts.whole(() => json.nextValue()))
        found.push(yield* readProfile(json, parts, known?.rows, size));
    } else if (json.keyIs('activeProfileIndex'))
      active = yield* parts.whole(() => (json.isNull() ? active : json.number()));
    else yield* parts.whole(() => json.skip());
  }
  if (found.length === 0) throw malformed('it has no profile');
  const [first] = found.splice(active, 1);
  const places = known ?? placesOf(frames.all);
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

class Frames {
  readonly all: Frame[] = [];
  #text = 0;

  constructor(private readonly json: JsonCursor) {}

  take(): void {
    const { json } = this;
    const frame: Frame = { name: '', file: '', line: 0, column: 0 };
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('name')) frame.name = json.string();
      else if (json.keyIs('file') && !json.isNull()) frame.file = json.string();
      else if (json.keyIs('line') && !json.isNull()) frame.line = json.number();
      else if (json.keyIs('col') && !json.isNull()) frame.column = json.number();
      else json.skip();
    }
    this.#text += frame.name.length + frame.file.length;
    if (this.all.push(frame) > MOST_FRAMES) throw tooLarge(`more than ${MOST_FRAMES} frames`);
    if (this.#text > MOST_TEXT) throw tooLarge('its names');
  }
}

function* readProfile(
  json: JsonCursor,
  parts: Parts,
  rows: Uint32Array | undefined,
  size: number | undefined,
): Reading<Unnamed> {
  const expected = size === undefined ? undefined : Math.ceil(Math.min(size, MOST_EXPECTED) / BYTES_A_CALL);
  const stacks = new CallRows(expected);
  const weights = new WeightBuilder(expected);
  const samples: number[] = [];
  let name = '';
  let unit = 'none';
  let at = 0;
  yield* parts.whole(() => json.object());
  while (yield* parts.whole(() => json.nextKey())) {
    if (json.keyIs('name')) name = yield* parts.whole(() => json.string());
    else if (json.keyIs('unit')) unit = yield* parts.whole(() => json.string());
    else if (json.keyIs('events')) {
      const events = new Events(json, callSink(stacks, weights, rows));
      yield* parts.each(() => events.take());
    } else if (json.keyIs('samples')) yield* parts.each(() => samples.push(readSample(json, rows, stacks)));
    else if (json.keyIs('weights'))
      yield* parts.each(() => {
        const weight = json.number();
        // They may stand before the samples only in a file that nobody writes.
        if (at >= samples.length) throw malformed('it has more weights than samples');
        if (samples[at] !== NO_STACK) weights.add(samples[at], weight);
        at++;
      });
    else yield* parts.whole(() => json.skip());
  }
  if (at < samples.length) throw malformed('it has fewer weights than samples');
  return { name, unit, stacks, weights };
}

const callSink = (stacks: CallRows, weights: WeightBuilder, rows: Uint32Array | undefined): CallSink => ({
  stack: (caller, frame) => stackOf(stacks, caller, placeOf(frame, rows)),
  isOf: (stack, frame) => stacks.frame[stack] === placeOf(frame, rows),
  add: (stack, weight, count) => weights.add(stack, weight, count),
});

/** Its rows are made once all of it is read: what is cut off may be another number. */
function readSample(json: JsonCursor, rows: Uint32Array | undefined, stacks: CallRows): number {
  const frames: number[] = [];
  json.array();
  while (json.nextValue()) frames.push(json.number());
  let stack = NO_STACK;
  for (const frame of frames) stack = stackOf(stacks, stack, placeOf(frame, rows));
  return stack;
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

/** Room is made in advance for a file of so many bytes. */
const MOST_EXPECTED = 1 << 30;

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
