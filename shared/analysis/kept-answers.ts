import type { HeapIndex } from '../model/heap-index.js';

/** Something that grows with the questions about it. */
export interface Weighty {
  /** What it holds now. */
  readonly bytes: number;
}

/** Columns by name, with what is weighty among them; or one column. */
export type Answer = ArrayBufferView | Weighty | object;

interface Entry {
  readonly value: Answer;
  readonly forget: () => void;
  readonly ref: WeakRef<Entry>;
}

/** Of a heap, by the question; and of the heap beside another. */
interface Answers {
  readonly to: Map<string, Entry>;
  readonly beside: WeakMap<HeapIndex, Answers>;
}

const kept = new WeakMap<HeapIndex, Answers>();
/** Least recently used first. A heap that nobody holds takes its answers with it. */
let order: WeakRef<Entry>[] = [];
let limit = Number.POSITIVE_INFINITY;
/** However little they weigh. */
const MOST = 128;

/**
 * What `make` works out for a heap, kept for the next question as long as the heap is there and as all that this thread
 * keeps is within the limit: beyond it the least recently used go, but never the newest. `others`: the heaps that it is
 * compared with; the question says how many they are.
 */
export function keptAnswer<Value extends Answer>(
  index: HeapIndex,
  question: string,
  make: () => Value,
  ...others: readonly (HeapIndex | undefined)[]
): Value {
  const answers = answersOf(index, others);
  let entry = answers.get(question);
  if (!entry) {
    entry = entryOf(make(), () => answers.delete(question));
    answers.set(question, entry);
  } else if (entry.ref === order[order.length - 1]) return entry.value as Value; // by a loop, a thousand times in a row
  const { ref } = entry;
  order = order.filter((other) => other !== ref);
  order.push(ref);
  if (order.length > MOST || limit < Number.POSITIVE_INFINITY) forgetOldest();
  return entry.value as Value;
}

/** Bytes that this thread may keep answers in. */
export function limitKeptAnswers(bytes: number): void {
  limit = bytes;
}

function answersOf(index: HeapIndex, others: readonly (HeapIndex | undefined)[]): Map<string, Entry> {
  let answers = getOrAdd(kept, index);
  for (const other of others) if (other) answers = getOrAdd(answers.beside, other);
  return answers.to;
}

function getOrAdd(table: WeakMap<HeapIndex, Answers>, heap: HeapIndex): Answers {
  const answers = table.get(heap) ?? { to: new Map<string, Entry>(), beside: new WeakMap() };
  table.set(heap, answers);
  return answers;
}

function entryOf(value: Answer, forget: () => void): Entry {
  const entry: { -readonly [K in keyof Entry]: Entry[K] } = { value, forget, ref: undefined as never };
  entry.ref = new WeakRef(entry);
  return entry;
}

function forgetOldest(): void {
  let left = order.map((ref) => ref.deref()).filter((entry) => entry !== undefined);
  // Weighed anew each time: they may have grown.
  for (; left.length > 1 && (left.length > MOST || bytesOf(left) > limit); left = left.slice(1))
    left[0].forget();
  order = left.map(({ ref }) => ref);
}

/** What several share counts once. */
function bytesOf(entries: readonly Entry[]): number {
  const parts = new Map<object, number>();
  const weigh = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    // A view keeps all of its buffer.
    if (ArrayBuffer.isView(value)) parts.set(value.buffer, value.buffer.byteLength);
    else if ('bytes' in value && typeof value.bytes === 'number') parts.set(value, value.bytes);
    else for (const part of Object.values(value)) weigh(part);
  };
  for (const { value } of entries) weigh(value);
  let bytes = 0;
  for (const weight of parts.values()) bytes += weight;
  return bytes;
}
