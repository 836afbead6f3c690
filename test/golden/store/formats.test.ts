import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import { SESSION_VERSION } from '../../../shared/format/session-header.js';
import { scratchFolder } from '../../helpers/session-file.js';

/** One finished session of every format that was ever released, and one that was cut off. They open for ever. */
const fixtures = fileURLToPath(new URL('../../fixtures/formats/', import.meta.url));

interface Expected {
  readonly info: object;
  readonly drawn: readonly {
    readonly name: string;
    readonly time: number[];
    readonly min: number[];
    readonly max: number[];
  }[];
  readonly gc: readonly object[];
}

const names = readdirSync(fixtures).filter((name) => /^session-\d+\.leakscope$/.test(name));

test('every format has its file', () => {
  expect(names.sort()).toEqual(
    Array.from({ length: SESSION_VERSION }, (_, n) => `session-${n + 1}.leakscope`),
  );
});

test.each(names)('%s opens and says what it said', (name) => {
  const base = name.replace('.leakscope', '');
  const expected = JSON.parse(readFileSync(join(fixtures, `${base}.expected.json`), 'utf8')) as Expected;
  const folder = scratchFolder(onTestFinished);
  for (const file of [name, `${base}-cut-off.leakscope`, `${base}-cut-off.leakscope-wal`])
    if (existsSync(join(fixtures, file))) copyFileSync(join(fixtures, file), join(folder, file));
  for (const file of [name, `${base}-cut-off.leakscope`]) {
    const cutOff = file !== name;
    const reader = openSession(join(folder, file));
    onTestFinished(() => reader.close());
    expect(reader.info()).toEqual({
      ...expected.info,
      version: SESSION_VERSION,
      ...(cutOff ? { complete: false, duration: 450_000 } : {}),
    });
    const columns = reader.series({
      target: 1,
      names: ['rss', 'pss', 'cpu'],
      from: 0,
      to: 450_000,
      points: 12,
    });
    expect(columns.map(({ name, time }) => [name, time.length])).toEqual(
      expected.drawn.map(({ name, time }) => [name, time.length]),
    );
    // How a range is folded may change with the version; what was measured may not.
    const reach = (values: Iterable<number>) => [Math.min(...values), Math.max(...values)];
    columns.forEach(({ min, max }, i) => {
      expect(reach(min)[0]).toBe(reach(expected.drawn[i].min)[0]);
      expect(reach(max)[1]).toBe(reach(expected.drawn[i].max)[1]);
    });
    expect(reader.gcEvents(3, 0, 1e9)).toEqual(expected.gc);
    expect(reader.snapshotColumns(1).columns()).toEqual([
      { column: 'dominator', parts: 1 },
      { column: 'strings.bytes', parts: 2 },
    ]);
    expect(reader.snapshotColumns(1).read('strings.bytes', 0)).toEqual(
      Uint8Array.from({ length: 300 }, (_, i) => i & 255),
    );
    expect([...reader.artifact(reader.artifacts({ kind: 'threads' })[0].id)]).toEqual([9, 8, 7]);
    expect(reader.note('verdict')).toBe('a cache');
  }
});
