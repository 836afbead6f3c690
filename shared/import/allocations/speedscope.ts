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
    return { push: (chunk) => bytes.push(chunk), end: () => readSpeedscope(bytes.whole(), name) };
  },
};

/** Of an evented profile, an event that opens and one that closes. Less than an honest one has, and a bound on what a lie costs. */
const BYTES_A_CALL = 64;

const SCHEMA = /"\$schema"\s*:\s*"https:\/\/www\.speedscope\.app\//;
/** Where the schema is named at the end: what stands before the frames or the profiles is short. */
const BEGINNING =
  /^\s*\{\s*(?:"\w+"\s*:\s*(?:"[^"\\]*"|\d+|null)\s*,\s*){0,8}"(?:shared|profiles)"\s*:\s*[[{]/;

/** Rows of the file's own frames, until these are known: they may stand after the profiles. */
interface Unnamed {
  readonly name: string;
  readonly unit: string;
  readonly stacks: CallRows;
  readonly weights: WeightBuilder;
}

function readSpeedscope(bytes: Uint8Array, file: string): readonly AllocationProfile[] {
  const json = new JsonCursor(bytes);
  const frames: Frame[] = [];
  const found: Unnamed[] = [];
  let active = 0;
  json.object();
  while (json.nextKey()) {
    if (json.keyIs('shared')) {
      json.object();
      while (json.nextKey()) {
        if (json.keyIs('frames')) readFrames(json, frames);
        else json.skip();
      }
    } else if (json.keyIs('profiles')) {
      json.array();
      while (json.nextValue()) found.push(readProfile(json, Math.ceil(bytes.length / BYTES_A_CALL)));
    } else if (json.keyIs('activeProfileIndex') && !json.isNull()) active = json.number();
    else json.skip();
  }
  if (found.length === 0) throw malformed('it has no profile');
  const [first] = found.splice(active, 1);
  return (first ? [first, ...found] : found).map((profile) => named(profile, frames, file));
}

interface Frame {
  name: string;
  file: string;
  line: number;
  column: number;
}

function readFrames(json: JsonCursor, frames: Frame[]): void {
  json.array();
  while (json.nextValue()) {
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

function readProfile(json: JsonCursor, expected: number): Unnamed {
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
    else if (json.keyIs('events')) readEvents(json, stacks, weights);
    else if (json.keyIs('samples')) readSamples(json, stacks, samples);
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
function readEvents(json: JsonCursor, stacks: CallRows, weights: WeightBuilder): void {
  let open = new Int32Array(256);
  let depth = 0;
  let before = 0;
  json.array();
  while (json.nextValue()) {
    let closes = false;
    let frame = -1;
    let now = before;
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('frame')) frame = json.number();
      else if (json.keyIs('at')) now = json.number();
      else if (json.keyIs('type')) closes = json.string() === 'C';
      else json.skip();
    }
    if (now < before) throw malformed('its events are not in order');
    if (depth > 0 && now > before) weights.add(open[depth - 1], now - before, 0);
    before = now;
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

function readSamples(json: JsonCursor, stacks: CallRows, samples: number[]): void {
  json.array();
  while (json.nextValue()) {
    let stack = NO_STACK;
    json.array();
    while (json.nextValue()) stack = stackOf(stacks, stack, json.number());
    samples.push(stack);
  }
}

function stackOf(stacks: CallRows, caller: number, frame: number): number {
  if (!(Number.isInteger(frame) && frame >= 0 && frame < MOST_FRAMES))
    throw malformed('a frame has no number');
  if (stacks.length > MOST_STACKS) throw tooLarge(`more than ${MOST_STACKS} different stacks`);
  return stacks.row(caller, frame);
}

const MOST_FRAMES = 5_000_000;
const MOST_STACKS = 30_000_000;

function named(
  { name, unit, stacks, weights }: Unnamed,
  frames: readonly Frame[],
  file: string,
): AllocationProfile {
  const builder = new StackBuilder();
  const rows = Uint32Array.from(frames, (frame) =>
    builder.frame(frame.name, frame.file, frame.line, frame.column),
  );
  for (let stack = 0; stack < stacks.length; stack++)
    if (stacks.frame[stack] >= rows.length) throw malformed(`there is no frame ${stacks.frame[stack]}`);
  return {
    ...{ kind: 'imported', lines: 'call' },
    name: unit === 'bytes' || unit === 'none' ? name || file : `${name || file} (${unit})`,
    unit: unit === 'bytes' ? 'bytes' : 'count',
    table: weights.table(tableOf(stacks, builder, rows)),
  };
}

/** Of a file that has a frame twice, two rows may be one stack: they are added up with the calls. */
function tableOf({ length, parent, frame }: CallRows, builder: StackBuilder, rows: Uint32Array): StackTable {
  const { frames } = builder.table();
  const table = { length, prefix: parent.slice(0, length), frames };
  if (frames.length === rows.length) return { ...table, frame: frame.slice(0, length), distinct: true };
  return { ...table, frame: frame.slice(0, length).map((at) => rows[at]) };
}
