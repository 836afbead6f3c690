import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findingRemarks, keepRemark } from '../../electron/api/finding-remarks.js';
import { sessionEntry } from '../../electron/api/session-entry.js';
import { openSession } from '../../electron/store/open-session.js';
import type { FindingRemark } from '../../shared/api/findings.js';
import { sessionId } from '../../shared/base/brand.js';
import { newSession, scratchFolder } from '../helpers/session-file.js';

const PINNED: FindingRemark = {
  key: 'growing-container 1 container:store.sessions',
  rule: 'growing-container',
  title: 'store.sessions grows',
  severity: 'high',
  target: 1,
  pin: 'container:store.sessions',
  pinned: true,
  note: '',
  query: { from: 0, to: 5000 },
};

function opened() {
  const path = join(scratchFolder(onTestFinished), 'a.leakscope');
  newSession(path).complete(1000);
  const entry = sessionEntry(sessionId('s1'), openSession(path), false);
  onTestFinished(() => entry.close());
  return entry;
}

it('a pin and a note are kept in the session file, and forgotten when they say nothing', () => {
  const entry = opened();
  const noted = { ...PINNED, key: 'thread-growth 1 series:threads', note: 'since Monday', pinned: false };
  keepRemark(entry, PINNED);
  keepRemark(entry, noted);
  keepRemark(entry, { ...PINNED, note: 'fixed in 4711?' });
  expect(findingRemarks(entry)).toEqual([{ ...PINNED, note: 'fixed in 4711?' }, noted]);
  keepRemark(entry, { ...PINNED, pinned: false });
  expect(findingRemarks(entry)).toEqual([noted]);
  expect(entry.note()).toBe('');
  keepRemark(entry, { ...noted, note: '' });
  expect(entry.note('findings')).toBe('');
});

it('a note that is no list of remarks has none; more than 200 are refused', () => {
  const entry = opened();
  for (const text of ['{', '[1]', JSON.stringify([{ ...PINNED, severity: 'awful' }])]) {
    entry.setNote(text, 'findings');
    expect(findingRemarks(entry)).toEqual([]);
  }
  for (let at = 0; at < 200; at++) keepRemark(entry, { ...PINNED, key: `k${at}` });
  expect(() => keepRemark(entry, PINNED)).toThrow(/200/);
});
