import { resolve } from 'node:path';

/** A reader's connection, which it can make again when it is asked next. */
export interface Parkable {
  park(): void;
}

/**
 * Readers of this process by file. A session cannot leave write-ahead mode while another connection is
 * open, so whoever completes one has them closed first; between two calls no reader needs its own.
 */
const readers = new Map<string, Set<Parkable>>();

export function registerReader(path: string, reader: Parkable): () => void {
  const key = resolve(path);
  const set = readers.get(key) ?? new Set();
  readers.set(key, set.add(reader));
  return () => {
    set.delete(reader);
    if (set.size === 0 && readers.get(key) === set) readers.delete(key);
  };
}

export function parkReaders(path: string): void {
  for (const reader of readers.get(resolve(path)) ?? []) reader.park();
}
