import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ProfileSources } from '../../../electron/recorder/profile-sources.js';
import type { AllocationTable } from '../../../shared/model/allocation-table.js';
import { scratchFolder } from '../../helpers/session-file.js';

const BEGAN = Date.parse('2026-01-01T00:00:00Z');
const BEFORE = new Date('2025-01-01T00:00:00Z');

/** One allocation in each of these files, the later the smaller. */
function allocatedIn(files: readonly string[]): AllocationTable {
  const { length } = files;
  const rows = Uint32Array.from(files.keys());
  const frames = { length, name: files.map(() => 'f'), file: files, line: rows };
  return {
    ...{ length, stack: Int32Array.from(rows), ordinal: Float64Array.from(rows) },
    weight: Float64Array.from(files, (_, row) => length - row),
    stacks: { length, prefix: new Int32Array(length).fill(-1), frame: rows, frames },
  };
}

function source(folder: string, name: string, text = 'x = 1\n'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, BEFORE, BEFORE);
  return path;
}

const keptOf = (sources: ProfileSources, files: readonly string[], root: string | undefined) =>
  sources.of(allocatedIn(files), 1, root).map(({ meta }) => (meta as { file: string }).file);

test('sources of what was allocated are kept, those with most bytes first, each once', () => {
  const folder = scratchFolder(onTestFinished);
  const files = [source(folder, 'a.py'), source(folder, 'b.js')];
  const sources = new ProfileSources(BEGAN);
  expect(keptOf(sources, files, '')).toEqual(files);
  expect(keptOf(sources, files, '')).toEqual([]);
});

test('of a page, and of a program of another machine, no file of this one is kept', () => {
  const folder = scratchFolder(onTestFinished);
  expect(keptOf(new ProfileSources(BEGAN), [source(folder, 'a.js')], undefined)).toEqual([]);
});

test('a program with another root has the files below that', () => {
  const root = scratchFolder(onTestFinished);
  mkdirSync(join(root, 'app'));
  source(root, 'app/main.py', 'theirs\n');
  const kept = new ProfileSources(BEGAN).of(allocatedIn(['/app/main.py', '/app/../app/main.py']), 1, root);
  expect(kept.map(({ data }) => new TextDecoder().decode(data))).toEqual(['theirs\n']);
  expect(kept[0]?.meta).toMatchObject({ file: '/app/main.py' });
});

test('what is no source, is large, is a link or was changed since is not kept', () => {
  const folder = scratchFolder(onTestFinished);
  const secret = source(folder, 'secret');
  symlinkSync(secret, join(folder, 'link.py'));
  const large = source(folder, 'large.py', 'x'.repeat((1 << 20) + 1));
  const changed = join(folder, 'changed.py');
  writeFileSync(changed, 'new');
  const files = [secret, join(folder, 'link.py'), large, changed, '', 'rel.py', 'x'.repeat(5000)];
  expect(keptOf(new ProfileSources(BEGAN), files, '')).toEqual([]);
});
