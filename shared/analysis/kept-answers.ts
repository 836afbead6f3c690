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
}

/** By the heap, by the one that it is compared with, which may be itself, and by the question. */
const kept = new WeakMap<HeapIndex, WeakMap<HeapIndex, Map<string, Entry>>>();
/** Least recently used first. A heap that nobody holds takes its answers with it. */
let order: readonly WeakRef<Entry>[] = [];
let limit = Number.POSITIVE_INFINITY;
/** However little they weigh. */
const MOST = 64;

/**
 * What `make` works out for a heap, kept for the next question as long as the heap is there and as all that this thread
 * keeps is within the limit: beyond it the least recently used go, but never the newest.
 */
export function keptAnswer<Value extends Answer>(
  index: HeapIndex,
  question: string,
  make: () => Value,
  other: HeapIndex = index,
): Value {
  const answers = answersOf(index, other);
  const known = answers.get(question);
  const entry = known ?? { value: make(), forget: () => answers.delete(question) };
  answers.set(question, entry);
  const others = order.map((ref) => ref.deref()).filter((at) => at !== undefined && at !== entry);
  order = within([...(others as readonly Entry[]), entry]).map((at) => new WeakRef(at));
  return entry.value as Value;
}

/** Bytes that this thread may keep answers in. */
export function limitKeptAnswers(bytes: number): void {
  limit = bytes;
}

function answersOf(index: HeapIndex, other: HeapIndex): Map<string, Entry> {
  const others = kept.get(index) ?? new WeakMap<HeapIndex, Map<string, Entry>>();
  kept.set(index, others);
  const answers = others.get(other) ?? new Map<string, Entry>();
  others.set(other, answers);
  return answers;
}

function within(entries: readonly Entry[]): readonly Entry[] {
  let left = entries;
  // Weighed anew each time: they may have grown.
  for (; left.length > 1 && (left.length > MOST || bytesOf(left) > limit); left = left.slice(1))
    left[0].forget();
  return left;
}

/** What several share counts once. */
function bytesOf(entries: readonly Entry[]): number {
  const parts = new Map<object, number>();
  const weigh = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (ArrayBuffer.isView(value)) parts.set(value, value.byteLength);
    else if ('bytes' in value && typeof value.bytes === 'number') parts.set(value, value.bytes);
    else for (const part of Object.values(value)) weigh(part);
  };
  for (const { value } of entries) weigh(value);
  let bytes = 0;
  for (const weight of parts.values()) bytes += weight;
  return bytes;
}
