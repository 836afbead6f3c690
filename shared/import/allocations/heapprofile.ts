import type { AllocationProfile } from '../../model/allocation-profile.js';
import type { AllocationTable } from '../../model/allocation-table.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { NO_STACK } from '../../model/stack-table.js';
import { IdTable } from '../python-heap/id-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed, tooLarge } from './bad-profile.js';
import { JsonCursor } from './json-cursor.js';
import { StackBuilder } from './profile-builder.js';
import { UnreadBytes } from './unread-bytes.js';

/** A `.heapprofile` of DevTools, of `node --heap-prof` or of ours: V8's sampling profile as JSON. */
export const heapprofileImporter: AllocationImporter = {
  id: 'heapprofile',
  matches: (head) => /^\s*\{\s*"(?:head|samples)"\s*:\s*[[{]/.test(decodeUtf8(head, 0, head.length)),
  open({ name, size }) {
    const bytes = new UnreadBytes(size);
    return { push: (chunk) => bytes.push(chunk), end: () => [profileOf(bytes.whole(), name)] };
  },
};

function profileOf(bytes: Uint8Array, name: string): AllocationProfile {
  const table = readHeapprofile(bytes);
  return { kind: 'sampled', name, unit: 'bytes', lines: 'function', table };
}

/** Its samples with their ordinals; of a profile without samples the sizes of its calls. Throws a Failure. */
export function readHeapprofile(bytes: Uint8Array): AllocationTable {
  const json = new JsonCursor(bytes);
  const calls = new Calls();
  const samples = { id: [] as number[], size: [] as number[], ordinal: [] as number[] };
  json.object();
  while (json.nextKey()) {
    if (json.keyIs('head')) calls.read(json);
    else if (json.keyIs('samples') && !json.isNull()) {
      json.array();
      while (json.nextValue()) {
        const at = samples.id.push(0) - 1;
        samples.size.push(0);
        samples.ordinal.push(0);
        json.object();
        while (json.nextKey()) {
          if (json.keyIs('nodeId')) samples.id[at] = json.number();
          else if (json.keyIs('size')) samples.size[at] = Math.max(0, json.number());
          else if (json.keyIs('ordinal')) samples.ordinal[at] = json.number();
          else json.skip();
        }
      }
    } else json.skip();
  }
  return calls.table(samples);
}

/** Calls as they are met, a caller before what it calls; the first is the root, which is no call. */
class Calls {
  readonly #caller: number[] = [];
  readonly #frame: number[] = [];
  readonly #size: number[] = [];
  readonly #id: number[] = [];
  readonly #stacks = new StackBuilder();

  /** The tree of calls, however deep: the open ones are a list. */
  read(json: JsonCursor): void {
    const open = [this.#add(NO_STACK)];
    json.object();
    for (let call = open.at(-1); call !== undefined; call = open.at(-1)) {
      if (!json.nextKey()) {
        open.pop();
        this.#nextChild(json, open);
      } else if (json.keyIs('callFrame')) this.#frame[call] = this.#readFrame(json);
      else if (json.keyIs('selfSize')) this.#size[call] = Math.max(0, json.number());
      else if (json.keyIs('id')) this.#id[call] = json.number();
      else if (json.keyIs('children') && !json.isNull()) {
        json.array();
        this.#nextChild(json, open);
      } else json.skip();
    }
  }

  /** Into the next child of the innermost open call; out of its children where there is none. */
  #nextChild(json: JsonCursor, open: number[]): void {
    const call = open.at(-1);
    if (call === undefined || !json.nextValue()) return;
    open.push(this.#add(call));
    json.object();
  }

  table(samples: {
    readonly id: readonly number[];
    readonly size: readonly number[];
    readonly ordinal: readonly number[];
  }): AllocationTable {
    if (this.#caller.length === 0) throw malformed('it has no calls');
    const ids = new IdTable(this.#id.length);
    const stack = new Int32Array(this.#id.length);
    const ofId: number[] = [];
    for (const [call, id] of this.#id.entries()) {
      const caller = call === 0 ? NO_STACK : stack[this.#caller[call]];
      stack[call] = call === 0 ? NO_STACK : this.#stacks.stack(caller, this.#frame[call]);
      if (!(Number.isSafeInteger(id) && id >= 0)) throw malformed('a call has no number');
      ofId[ids.rowOf(id)] = stack[call];
    }
    const stacks = this.#stacks.table();
    if (samples.id.length === 0) {
      const rows = this.#size.flatMap((size, call) => (size > 0 ? [call] : []));
      return {
        ...{ length: rows.length, stacks, stack: Int32Array.from(rows, (call) => stack[call]) },
        weight: Float64Array.from(rows, (call) => this.#size[call]),
        ordinal: new Float64Array(rows.length),
      };
    }
    const stackOf = (id: number): number => {
      if (!(Number.isSafeInteger(id) && id >= 0)) throw malformed('a sample has no call');
      return ofId[ids.rowOf(id)] ?? NO_STACK;
    };
    return {
      ...{ length: samples.id.length, stacks, stack: Int32Array.from(samples.id, stackOf) },
      weight: Float64Array.from(samples.size),
      ordinal: Float64Array.from(samples.ordinal),
    };
  }

  #add(caller: number): number {
    if (this.#caller.length > MOST_CALLS) throw tooLarge(`more than ${MOST_CALLS} calls`);
    this.#size.push(0);
    this.#id.push(0);
    this.#frame.push(this.#caller.length === 0 ? 0 : this.#stacks.frame(''));
    return this.#caller.push(caller) - 1;
  }

  #readFrame(json: JsonCursor): number {
    let name = '';
    let file = '';
    let line = -1;
    let column = -1;
    json.object();
    while (json.nextKey()) {
      if (json.keyIs('functionName')) name = json.string();
      else if (json.keyIs('url')) file = json.string();
      else if (json.keyIs('lineNumber')) line = json.number();
      else if (json.keyIs('columnNumber')) column = json.number();
      else json.skip();
    }
    // V8 counts from 0, and says -1 where there is none.
    return this.#stacks.frame(name, file, line + 1, column + 1);
  }
}

const MOST_CALLS = 20_000_000;
