import type { AllocationProfile } from '../../model/allocation-profile.js';
import { decodeUtf8 } from '../../model/byte-strings.js';
import { NO_STACK } from '../../model/stack-table.js';
import type { AllocationImporter } from './allocation-importer.js';
import { malformed } from './bad-profile.js';
import { isObject, type Pickled, readPickle } from './pickle-reader.js';
import { StackBuilder, WeightBuilder } from './profile-builder.js';
import { UnreadBytes } from './unread-bytes.js';

/** What `tracemalloc.Snapshot.dump` writes: a pickle, which is read as data and never unpickled. */
export const tracemallocImporter: AllocationImporter = {
  id: 'tracemalloc',
  matches: (head) =>
    head[0] === 0x80 && head[1] <= 5 && decodeUtf8(head, 0, head.length).includes('tracemalloc'),
  open({ name, size }) {
    const bytes = new UnreadBytes(size);
    return { push: (chunk) => bytes.push(chunk), end: () => [readTracemalloc(bytes.whole(), name)] };
  },
};

const NAMES = new Set(['tracemalloc.Snapshot', 'tracemalloc._Traces']);

/** `Snapshot.traces._traces`: (domain, size, ((file, line), …) innermost first[, number of frames]), from 3.6 to 3.15. */
function readTracemalloc(bytes: Uint8Array, name: string): AllocationProfile {
  const snapshot = readPickle(bytes, NAMES);
  const traces = member(member(snapshot, 'tracemalloc.Snapshot', 'traces'), 'tracemalloc._Traces', '_traces');
  const stacks = new StackBuilder();
  const weights = new WeightBuilder();
  /** A stack that several traces share is one tuple of the pickle. */
  const known = new Map<Pickled, number>();
  for (const trace of rowOf(traces)) {
    const [, size, frames] = rowOf(trace);
    if (typeof size !== 'number') throw malformed('an allocation has no size');
    let stack = known.get(frames);
    if (stack === undefined) {
      stack = stackOf(rowOf(frames), stacks);
      known.set(frames, stack);
    }
    weights.add(stack, size);
  }
  return { kind: 'imported', name, unit: 'bytes', lines: 'call', table: weights.table(stacks.table()) };
}

function stackOf(frames: readonly Pickled[], stacks: StackBuilder): number {
  let stack: number = NO_STACK;
  for (let i = frames.length - 1; i >= 0; i--) {
    const [file, line] = rowOf(frames[i]);
    if (typeof file !== 'string' || typeof line !== 'number') throw malformed('a frame is no place');
    stack = stacks.stack(stack, stacks.frame(placeText(file, line), file, line));
  }
  return stack === NO_STACK ? stacks.stack(NO_STACK, stacks.frame('(unknown)')) : stack;
}

/** tracemalloc keeps no names of functions. */
function placeText(file: string, line: number): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return line > 0 ? `${name}:${line}` : name;
}

function member(value: Pickled, of: string, name: string): Pickled {
  if (!isObject(value) || value.of !== of || !(value.state instanceof Map))
    throw malformed(`there is no ${of} in the pickle`);
  return value.state.get(name);
}

function rowOf(value: Pickled): readonly Pickled[] {
  if (!Array.isArray(value)) throw malformed('something stands where a row should');
  return value;
}
