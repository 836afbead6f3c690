import type { AllocationProfile } from '../../model/allocation-profile.js';
import { THREAD_FILE, TYPE_FILE } from '../../model/label-frames.js';
import { NO_STACK } from '../../model/stack-table.js';
import { IdTable } from '../python-heap/id-table.js';
import { malformed, tooLarge } from './bad-profile.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';
import { ProtobufReader } from './protobuf-reader.js';

/**
 * Reads a profile in three rounds, since its parts may stand in any order: texts and functions, locations, samples.
 * Format: https://github.com/google/pprof/blob/main/proto/profile.proto.
 */
export function readPprof(bytes: Uint8Array, file: string): readonly AllocationProfile[] {
  const names = readNames(bytes);
  const { types, texts } = names;
  const stacks = new StackBuilder();
  const locations = readLocations(bytes, names, stacks);
  const weights = types.map(() => new WeightBuilder());
  const counter = types.map((_, column) => counterOf(column, names));
  const values: number[] = [];
  const rows: number[] = [];
  const labels: Labels = { thread: '', type: '' };
  const message = new ProtobufReader(bytes);
  while (message.next()) {
    if (message.field !== Field.sample) {
      message.skip();
      continue;
    }
    values.length = 0;
    rows.length = 0;
    labels.thread = '';
    labels.type = '';
    const sample = message.message();
    while (sample.next()) {
      if (sample.field === 1) sample.numbers((id) => rows.push(locations.row(id)));
      else if (sample.field === 2) sample.numbers((value) => values.push(value));
      else if (sample.field === 3) readLabel(sample.message(), texts, labels);
      else sample.skip();
    }
    if (values.length !== types.length) throw malformed('a sample has too few or too many figures');
    let stack = labels.thread ? stacks.stack(NO_STACK, stacks.frame(labels.thread, THREAD_FILE)) : NO_STACK;
    for (let i = rows.length - 1; i >= 0; i--) stack = locations.on(stack, rows[i], stacks);
    if (rows.length === 0) stack = stacks.stack(stack, stacks.frame('(unknown)'));
    if (labels.type) stack = stacks.stack(stack, stacks.frame(labels.type, TYPE_FILE));
    for (const [column, value] of values.entries())
      if (value !== 0) weights[column].add(stack, value, counter[column] < 0 ? 1 : values[counter[column]]);
  }
  const table = stacks.table();
  const all = types.map(({ type, unit }, column): AllocationProfile => {
    const inBytes = texts[unit] === 'bytes';
    const kind = texts[type] ?? '';
    return {
      ...{ kind: 'imported', name: `${kind || file}${inBytes ? '' : ` (${texts[unit] ?? ''})`}` },
      ...{ unit: inBytes ? 'bytes' : 'count', lines: 'call', table: weights[column].table(table) },
      ...(inBytes && names.period > 0 ? { interval: names.period } : {}),
    };
  });
  const first = Math.max(0, preferred(names));
  return [all[first], ...all.filter((_, column) => column !== first)];
}

interface Labels {
  thread: string;
  type: string;
}

/** Writers name a thread and a type as they like; a name is better than a number. */
const THREAD_LABELS: ReadonlySet<string> = new Set([
  'thread',
  'thread_name',
  'thread name',
  'thread_id',
  'thread id',
]);
const TYPE_LABELS: ReadonlySet<string> = new Set(['type', 'class', 'class_name', 'allocation class']);

function readLabel(message: ProtobufReader, texts: readonly string[], labels: Labels): void {
  const [key, text, number] = numbers(message, [1, 2, 3]);
  const name = texts[key] ?? '';
  const value = (texts[text] ?? '') || (number ? String(number) : '');
  if (THREAD_LABELS.has(name)) {
    if (value && (!labels.thread || !name.endsWith('id'))) labels.thread = value;
  } else if (TYPE_LABELS.has(name) && value) labels.type = value;
}

const Field = {
  sampleType: 1,
  sample: 2,
  mapping: 3,
  location: 4,
  function: 5,
  text: 6,
  period: 12,
  preferred: 14,
} as const;

interface Names {
  readonly types: readonly { readonly type: number; readonly unit: number }[];
  readonly texts: readonly string[];
  readonly preferred: number;
  readonly period: number;
  /** Rows of `texts`, by the row of a function's id. */
  readonly functions: IdTable;
  readonly functionName: readonly number[];
  readonly functionFile: readonly number[];
  /** The row of a mapping's file in `texts`, by its id. */
  readonly mappingFile: ReadonlyMap<number, number>;
}

function readNames(bytes: Uint8Array): Names {
  const types: { type: number; unit: number }[] = [];
  const texts: string[] = [];
  const functions = new IdTable();
  const functionName: number[] = [];
  const functionFile: number[] = [];
  const mappingFile = new Map<number, number>();
  let preferred = 0;
  let period = 0;
  const message = new ProtobufReader(bytes);
  while (message.next()) {
    if (message.field === Field.sampleType) {
      const [type, unit] = numbers(message.message(), [1, 2]);
      types.push({ type, unit });
    } else if (message.field === Field.function) {
      const [id, name, systemName, file] = numbers(message.message(), [1, 2, 3, 4]);
      const row = functions.rowOf(requireId(id));
      functionName[row] = name || systemName;
      functionFile[row] = file;
    } else if (message.field === Field.mapping) {
      const [id, file] = numbers(message.message(), [1, 5]);
      mappingFile.set(requireId(id), file);
      if (mappingFile.size > MOST_MAPPINGS) throw tooLarge(`more than ${MOST_MAPPINGS} mappings`);
    } else if (message.field === Field.text) {
      texts.push(message.text());
      if (texts.length > MOST_TEXTS) throw tooLarge(`more than ${MOST_TEXTS} texts`);
    } else if (message.field === Field.period) period = message.number();
    else if (message.field === Field.preferred) preferred = message.number();
    else message.skip();
  }
  if (types.length === 0) throw malformed('it does not say what its figures are');
  if (types.length > MOST_TYPES) throw tooLarge(`more than ${MOST_TYPES} figures a sample`);
  if (texts[0] !== '') throw malformed('its texts do not begin with an empty one');
  return { types, texts, preferred, period, functions, functionName, functionFile, mappingFile };
}

/** Locations as frames: of one with inlined calls the innermost comes first. */
class Locations {
  readonly #ids = new IdTable();
  readonly #frames: (readonly number[])[] = [];

  add(id: number, frames: readonly number[]): void {
    this.#frames[this.#ids.rowOf(id)] = frames;
  }

  row(id: number): number {
    const row = this.#ids.rowOf(requireId(id));
    if (!this.#frames[row]) throw malformed(`there is no location ${id}`);
    return row;
  }

  /** The stack with a location on top of it. */
  on(stack: number, row: number, stacks: StackBuilder): number {
    const frames = this.#frames[row];
    let top = stack;
    for (let i = frames.length - 1; i >= 0; i--) top = stacks.stack(top, frames[i]);
    return top;
  }
}

function readLocations(bytes: Uint8Array, names: Names, stacks: StackBuilder): Locations {
  const { texts, functions, functionName, functionFile, mappingFile } = names;
  const locations = new Locations();
  const message = new ProtobufReader(bytes);
  while (message.next()) {
    if (message.field !== Field.location) {
      message.skip();
      continue;
    }
    let id = 0;
    let address = 0;
    let mapping = 0;
    const places: (readonly number[])[] = [];
    const location = message.message();
    while (location.next()) {
      if (location.field === 1) id = location.number();
      else if (location.field === 2) mapping = location.number();
      else if (location.field === 3) address = location.number();
      else if (location.field === 4) places.push(numbers(location.message(), [1, 2, 3]));
      else location.skip();
    }
    // Of native code that was built without its sources the program or library is known.
    const module = texts[mappingFile.get(mapping) ?? 0] ?? '';
    const frames = places.map(([of, line, column]) => {
      const row = functions.rowOf(requireId(of));
      const [name, file] = [texts[functionName[row]], texts[functionFile[row]]];
      if (name === undefined || file === undefined) throw malformed(`there is no function ${of}`);
      return stacks.frame(name, file || module, line, column);
    });
    if (frames.length === 0) frames.push(stacks.frame(addressText(address), module));
    locations.add(requireId(id), frames);
  }
  return locations;
}

/** Numbers of a message, 0 where one is not there. */
function numbers(message: ProtobufReader, fields: readonly number[]): number[] {
  const found = fields.map(() => 0);
  while (message.next()) {
    const at = fields.indexOf(message.field);
    if (at < 0) message.skip();
    else found[at] = message.number();
  }
  return found;
}

function requireId(id: number): number {
  if (!(Number.isSafeInteger(id) && id >= 0)) throw malformed('an id is out of range');
  return id;
}

const addressText = (address: number): string =>
  `0x${(address < 0 ? address + 2 ** 64 : address).toString(16)}`;

/** The column that counts what another weighs: `alloc_objects` of `alloc_space`; -1 where there is none. */
function counterOf(column: number, { types, texts }: Names): number {
  const of = (texts[types[column].type] ?? '').replace(/_?(space|bytes|size)$/, '');
  return types.findIndex(
    ({ type }, other) =>
      other !== column &&
      /^(.*_)?(objects|count)$/.test(texts[type] ?? '') &&
      (texts[type] ?? '').startsWith(of),
  );
}

/** What it asks for itself, else what is in use, else bytes. */
function preferred({ types, texts, preferred: wanted }: Names): number {
  const column = (fits: (type: string, unit: string) => boolean): number =>
    types.findIndex(({ type, unit }) => fits(texts[type] ?? '', texts[unit] ?? ''));
  const asked = wanted > 0 ? types.findIndex(({ type }) => type === wanted) : -1;
  if (asked >= 0) return asked;
  const used = column((type, unit) => unit === 'bytes' && type.startsWith('inuse'));
  return used >= 0 ? used : column((_, unit) => unit === 'bytes');
}

const MOST_TEXTS = 20_000_000;
const MOST_TYPES = 64;
const MOST_MAPPINGS = 1_000_000;
