import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copySession } from '../../../electron/store/copy-session.js';
import { isSession, openSession } from '../../../electron/store/open-session.js';
import type { SessionReader } from '../../../electron/store/session-store.js';
import { batch, climbing, NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';

const ALL = { from: 0, to: Number.MAX_VALUE, points: 1_000_000 };

function open(path: string): SessionReader {
  const reader = openSession(path);
  onTestFinished(() => reader.close());
  return reader;
}

describe('a session', () => {
  test('says the same while it is written, after it ended, and as a copy', () => {
    const folder = scratchFolder(onTestFinished);
    const path = join(folder, 'a.leakscope');
    const writer = newSession(path);
    const target = writer.addTarget(NODE_TARGET);
    const isolate = writer.addTarget({ ...NODE_TARGET, name: 'worker 1', within: target, firstSeen: 5 });
    const reader = open(path);
    for (let n = 0; n < 3000; n += 3) writer.append([climbing(target, n, 3)]);
    writer.mark({ at: 1000, kind: 'note', text: 'deployed' });
    reader.addMark({ at: 500, kind: 'note', target, text: 'from the window' });
    writer.updateTarget(isolate, { exit: 'ended', lastSeen: 2000 });
    const snapshot = writer.beginSnapshot(target, 700);
    snapshot.column('strings.bytes', 0, Uint8Array.of(1, 2, 3));
    snapshot.column('strings.bytes', 1, new Uint8Array(3_000_000).fill(7));
    snapshot.finish({ nodes: 10, edges: 20, bytes: 4096, pause: 1.5, label: 'before' });
    const artifact = writer.addArtifact({
      kind: 'threads',
      target,
      at: 800,
      meta: { n: 2 },
      data: Uint8Array.of(9),
    });

    const series = (from: SessionReader) =>
      from.series({ target, names: ['rss', 'pss', 'cpu', 'no such'], ...ALL });
    const live = reader.info();
    const liveSeries = series(reader);
    expect(live.complete).toBe(false);
    expect(live.targets.map(({ within, exit }) => [within, exit])).toEqual([
      [undefined, undefined],
      [target, 'ended'],
    ]);
    expect(live.marks.map(({ text }) => text)).toEqual(['from the window', 'deployed']);
    expect(live.series[0]).toEqual({
      ...{ target, name: 'rss', unit: 'bytes', count: 3000 },
      ...{
        min: 50_000_000,
        max: 50_000_000 + 4096 * 2999,
        first: 50_000_000,
        last: 50_000_000 + 4096 * 2999,
      },
    });
    expect(live.series[1].count).toBe(300);
    expect(live.duration).toBe(299_900);

    const copy = join(folder, 'copy.leakscope');
    copySession(path, copy);
    writer.complete(300_000);
    expect(readdirSync(folder).sort()).toEqual(['a.leakscope', 'copy.leakscope']);
    for (const [one, complete, duration] of [
      [reader, true, 300_000],
      [open(copy), false, 299_900],
    ] as const) {
      expect(one.info()).toEqual({ ...live, complete, duration });
      expect(series(one)).toEqual(liveSeries);
      expect(one.gcEvents(target, 0, 1e9)).toHaveLength(20);
      const columns = one.snapshotColumns(1);
      expect(columns.columns()).toEqual([{ column: 'strings.bytes', parts: 2 }]);
      expect(columns.read('strings.bytes', 1)).toHaveLength(3_000_000);
      expect(one.artifacts({ kind: 'threads' })).toEqual([
        { id: artifact, kind: 'threads', target, at: 800, meta: { n: 2 }, size: 1 },
      ]);
      expect([...one.artifact(artifact)]).toEqual([9]);
    }
    expect(liveSeries[0].time).toHaveLength(3000);
    expect([...liveSeries[1].min]).toEqual(Array.from({ length: 300 }, (_, i) => 30_000_000 + i * 10));
    expect(liveSeries[3].time).toHaveLength(0);
  });

  test('any range at any width holds what was there, live or not', () => {
    const flush = fc.record({
      samples: fc.integer({ min: 1, max: 900 }),
      sparse: fc.boolean(),
      step: fc.integer({ min: 1, max: 500 }),
    });
    const query = fc.record({
      from: fc.double({ min: 0, max: 1, noNaN: true }),
      to: fc.double({ min: 0, max: 1, noNaN: true }),
      points: fc.integer({ min: 1, max: 3000 }),
    });
    fc.assert(
      fc.property(
        fc.array(flush, { minLength: 1, maxLength: 30 }),
        query,
        fc.boolean(),
        (flushes, asked, end) => {
          const folder = scratchFolder(onTestFinished);
          const path = join(folder, 'b.leakscope');
          const writer = newSession(path);
          const target = writer.addTarget(NODE_TARGET);
          const samples: { at: number; value: number }[] = [];
          let now = 0;
          for (const { samples: count, sparse, step } of flushes) {
            const added = Array.from({ length: count }, (_, i) => {
              now += step;
              return { at: now, value: sparse && i % 3 > 0 ? Number.NaN : (now * 7919) % 10_007 };
            });
            samples.push(...added);
            writer.append([
              batch(
                target,
                added.map(({ at }) => at),
                { rss: added.map(({ value }) => value) },
              ),
            ]);
          }
          if (end) writer.complete(now);
          const [from, to] = [asked.from * now, asked.to * now].sort((a, b) => a - b);
          const reader = openSession(path);
          const [rss] = reader.series({ target, names: ['rss'], from, to, points: asked.points });
          const [info] = reader.info().series;
          reader.close();
          if (!end) writer.abandon();

          const present = samples.filter(({ value }) => !Number.isNaN(value));
          expect([info.count, info.min, info.max]).toEqual([
            present.length,
            Math.min(...present.map(({ value }) => value)),
            Math.max(...present.map(({ value }) => value)),
          ]);
          const inside = present.filter(({ at }) => at >= from && at <= to);
          const drawn = [...rss.time.keys()].filter((i) => !Number.isNaN(rss.min[i]));
          expect(rss.time.length).toBeLessThanOrEqual(asked.points);
          if (inside.length <= asked.points / 2 && inside.length < 100)
            expect(drawn.map((i) => rss.min[i])).toEqual(inside.map(({ value }) => value));
          // Folded entries may reach beyond the edges of the range, never less far.
          if (inside.length === 0) return;
          const drawnMin = Math.min(...drawn.map((i) => rss.min[i]));
          const drawnMax = Math.max(...drawn.map((i) => rss.max[i]));
          expect(drawnMin).toBeLessThanOrEqual(Math.min(...inside.map(({ value }) => value)));
          expect(drawnMax).toBeGreaterThanOrEqual(Math.max(...inside.map(({ value }) => value)));
          expect(present.some(({ value }) => value === drawnMax)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a target that says little keeps nobody’s tail long', () => {
    const folder = scratchFolder(onTestFinished);
    const writer = newSession(join(folder, 'c.leakscope'));
    const [busy, quiet] = [writer.addTarget(NODE_TARGET), writer.addTarget(NODE_TARGET)];
    for (let n = 0; n < 9000; n += 3)
      writer.append([climbing(busy, n, 3), ...(n === 0 ? [climbing(quiet, 0, 1)] : [])]);
    const reader = open(writer.path);
    expect(
      reader
        .info()
        .series.filter(({ name }) => name === 'rss')
        .map(({ count }) => count),
    ).toEqual([9000, 1]);
    const rows = new DatabaseSync(writer.path, { readOnly: true });
    expect(Number(rows.prepare('SELECT count(*) AS n FROM tail').get()?.['n'])).toBeLessThan(1500);
    rows.close();
    writer.complete(900_000);
    expect(
      reader
        .info()
        .series.filter(({ name }) => name === 'rss')
        .map(({ count }) => count),
    ).toEqual([9000, 1]);
  });

  test('a snapshot that was not finished or was discarded is not there', () => {
    const folder = scratchFolder(onTestFinished);
    const writer = newSession(join(folder, 'd.leakscope'));
    const target = writer.addTarget(NODE_TARGET);
    writer.beginSnapshot(target, 1).column('a', 0, new Uint8Array(10));
    const discarded = writer.beginSnapshot(target, 2);
    discarded.column('a', 0, new Uint8Array(10));
    discarded.discard();
    const reader = open(writer.path);
    expect(reader.info().snapshots).toEqual([]);
    expect(reader.snapshotColumns(discarded.id).columns()).toEqual([]);
    writer.abandon();
  });

  test('notes and marks go into a finished file, which stays one file', () => {
    const folder = scratchFolder(onTestFinished);
    const writer = newSession(join(folder, 'e.leakscope'));
    writer.complete(10);
    const reader = open(writer.path);
    reader.addMark({ at: 3, kind: 'note', text: 'later' });
    reader.setNote('verdict', 'a cache');
    expect(reader.note('verdict')).toBe('a cache');
    reader.setNote('verdict', undefined);
    expect(reader.note('verdict')).toBeUndefined();
    expect(reader.info().marks).toEqual([{ at: 3, kind: 'note', text: 'later' }]);
    expect(readdirSync(folder)).toEqual(['e.leakscope']);
  });

  test('is readable with plain SQL', () => {
    const folder = scratchFolder(onTestFinished);
    const writer = newSession(join(folder, 'f.leakscope'));
    const target = writer.addTarget(NODE_TARGET);
    writer.append([climbing(target, 0, 30)]);
    writer.mark({ at: 5, kind: 'exit', target, text: 'node (4711) exited' });
    writer.complete(3000);
    const db = new DatabaseSync(writer.path, { readOnly: true });
    onTestFinished(() => db.close());
    expect({
      ...db.prepare("SELECT process, count, growth FROM series_stats WHERE name = 'rss'").get(),
    }).toEqual({
      process: 'node',
      count: 30,
      growth: 29 * 4096,
    });
    expect(db.prepare('SELECT kind, pid FROM marks').get()).toMatchObject({ kind: 'exit', pid: 4711 });
    expect(db.prepare('SELECT name, runtime FROM targets').get()).toMatchObject({
      name: 'node',
      runtime: 'v8',
    });
    expect(db.prepare('SELECT * FROM snapshots').all()).toEqual([]);
  });

  test('is known by its first bytes', () => {
    const folder = scratchFolder(onTestFinished);
    const writer = newSession(join(folder, 'g.leakscope'));
    expect(isSession(readFileSync(writer.path).subarray(0, 4096))).toBe(true);
    writer.complete(1);
    expect(isSession(readFileSync(writer.path).subarray(0, 100))).toBe(true);
    expect(isSession(readFileSync(writer.path).subarray(0, 99))).toBe(false);
    expect(isSession(new TextEncoder().encode('{"snapshot":{"meta":{}}}'.padEnd(200)))).toBe(false);
    expect(existsSync(`${writer.path}-wal`)).toBe(false);
  });
});
