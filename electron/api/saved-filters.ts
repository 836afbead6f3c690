import { z } from 'zod';
import type { SavedFilter } from '../../shared/api/sessions.js';
import { Failure } from '../../shared/base/failure.js';
import { savedFilterSchema } from './schemas.js';
import type { Entry } from './session-entry.js';

/** The note of the session file that they are kept in, as JSON. */
const KEY = 'heap-filters';
const MOST = 50;

/** The filters of the heap that a session keeps, oldest first. What is in the file is as hostile as any: a broken note has none. */
export function savedFilters(entry: Entry): readonly SavedFilter[] {
  try {
    return z
      .array(savedFilterSchema)
      .max(MOST)
      .parse(JSON.parse(entry.note(KEY) || '[]'));
  } catch {
    return [];
  }
}

/** One of the same name is replaced. Throws a Failure: `too-many`, `read-only`. */
export function saveFilter(entry: Entry, filter: SavedFilter): void {
  const others = savedFilters(entry).filter(({ name }) => name !== filter.name);
  if (others.length >= MOST)
    throw new Failure('too-many', `A session keeps ${MOST} filters.`, 'Remove one of them first.');
  write(entry, [...others, filter]);
}

/** One that is not there is no error. */
export function forgetFilter(entry: Entry, name: string): void {
  const all = savedFilters(entry);
  const others = all.filter((one) => one.name !== name);
  if (others.length < all.length) write(entry, others);
}

const write = (entry: Entry, filters: readonly SavedFilter[]): void =>
  entry.setNote(filters.length > 0 ? JSON.stringify(filters) : '', KEY);
