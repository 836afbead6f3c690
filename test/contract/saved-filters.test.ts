import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { forgetFilter, savedFilters, saveFilter } from '../../electron/api/saved-filters.js';
import { type Entry, sessionEntry } from '../../electron/api/session-entry.js';
import { openSession } from '../../electron/store/open-session.js';
import type { SavedFilter } from '../../shared/api/sessions.js';
import { sessionId } from '../../shared/base/brand.js';
import { newSession, scratchFolder } from '../helpers/session-file.js';

const GROWING: SavedFilter = { name: 'rows that grow', text: '/^Row/', big: true, only: 'growing' };
const OF_ONE: SavedFilter = {
  ...{ name: 'large ones', text: '', big: false, table: 'dominators' },
  ...{ className: 'app.Row', least: 1e6, near: 5 },
};
const MINE: SavedFilter = { name: 'mine', text: '', big: false, within: { by: 'package', name: 'app' } };

function newFile(): string {
  const path = join(scratchFolder(onTestFinished), 'a.leakscope');
  newSession(path).complete(1000);
  return path;
}

function opened(path: string, use: (entry: Entry) => void): void {
  const entry = sessionEntry(sessionId('s1'), openSession(path), false);
  try {
    use(entry);
  } finally {
    entry.close();
  }
}

it('filters are kept in the session file, beside its note, by name', () => {
  const path = newFile();
  opened(path, (entry) => {
    entry.setNote('see Monday');
    expect(savedFilters(entry)).toEqual([]);
    saveFilter(entry, GROWING);
    saveFilter(entry, MINE);
    saveFilter(entry, { ...GROWING, big: false });
    saveFilter(entry, OF_ONE);
  });
  opened(path, (entry) => {
    expect(savedFilters(entry)).toEqual([MINE, { ...GROWING, big: false }, OF_ONE]);
    expect(entry.note()).toBe('see Monday');
    forgetFilter(entry, 'not there');
    forgetFilter(entry, MINE.name);
    forgetFilter(entry, OF_ONE.name);
  });
  opened(path, (entry) => expect(savedFilters(entry)).toEqual([{ ...GROWING, big: false }]));
});

it('a note that is no list of filters has none, and more than fifty are refused', () => {
  opened(newFile(), (entry) => {
    for (const text of ['{', '{}', '[1]', '[{"name":"x","text":1,"big":true}]']) {
      entry.setNote(text, 'heap-filters');
      expect(savedFilters(entry)).toEqual([]);
    }
    for (let at = 0; at < 50; at++) saveFilter(entry, { ...MINE, name: `n${at}` });
    expect(() => saveFilter(entry, GROWING)).toThrow(/keeps 50/);
    saveFilter(entry, { ...GROWING, name: 'n7' });
    expect(savedFilters(entry)).toHaveLength(50);
  });
});
