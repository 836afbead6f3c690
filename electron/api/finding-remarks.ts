import { z } from 'zod';
import type { FindingRemark } from '../../shared/api/findings.js';
import { Failure } from '../../shared/base/failure.js';
import { findingRemarkSchema } from './schemas.js';
import type { Entry } from './session-entry.js';

/** The note of the session file that they are kept in, as JSON. */
const KEY = 'findings';
const MOST = 200;

/** What the user keeps about findings, oldest first. What is in the file is as hostile as any: a broken note has none. */
export function findingRemarks(entry: Entry): readonly FindingRemark[] {
  try {
    return z
      .array(findingRemarkSchema)
      .max(MOST)
      .parse(JSON.parse(entry.note(KEY) || '[]'));
  } catch {
    return [];
  }
}

/** In the place of that of the same finding; forgotten where it says nothing. Throws a Failure: `too-many`, `read-only`. */
export function keepRemark(entry: Entry, remark: FindingRemark): void {
  const all = findingRemarks(entry);
  const says = remark.pinned || remark.note !== '';
  const at = all.findIndex(({ key }) => key === remark.key);
  if (at < 0 && !says) return;
  if (at < 0 && all.length >= MOST)
    throw new Failure('too-many', `A session keeps remarks on ${MOST} findings.`, 'Unpin one of them first.');
  const others = at < 0 ? [...all, remark] : all.with(at, remark);
  const kept = says ? others : others.filter(({ key }) => key !== remark.key);
  entry.setNote(kept.length > 0 ? JSON.stringify(kept) : '', KEY);
}
