import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyPart } from '../../../electron/store/copy-part.js';
import { openSession } from '../../../electron/store/open-session.js';
import { renameSession } from '../../../electron/store/rename-session.js';
import { sessionGlance } from '../../../electron/store/session-glance.js';
import type { Failure } from '../../../shared/base/failure.js';
import { climbing, NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';

function recorded(folder: string, complete = true): string {
  const path = join(folder, 'whole.leakscope');
  const writer = newSession(path);
  const early = writer.addTarget({ ...NODE_TARGET, name: 'early' });
  const main = writer.addTarget({ ...NODE_TARGET, pid: 4712 });
  writer.updateTarget(early, { lastSeen: 1000, exit: 'exited with status 0' });
  for (let n = 0; n < 20_000; n += 500) writer.append([climbing(main, n, 500)]);
  writer.updateTarget(main, { lastSeen: 1_999_900 });
  for (const at of [1000, 700_000, 1_900_000]) {
    writer.mark({ at, kind: 'note', target: main, text: `mark ${at}` });
    const snapshot = writer.beginSnapshot(main, at);
    snapshot.column('strings.bytes', 0, Uint8Array.of(at % 251, 2, 3));
    snapshot.finish({ nodes: 10, edges: 20, bytes: 4096, pause: 1.5 });
    writer.addArtifact({ kind: 'threads', target: main, at, meta: { at }, data: Uint8Array.of(9) });
  }
  if (complete) writer.complete(2_000_000);
  else writer.abandon();
  return path;
}

describe('a part of a session', () => {
  test('has what was recorded in it, at the times of the whole', () => {
    const folder = scratchFolder(onTestFinished);
    const path = join(folder, 'part.leakscope');
    copyPart(recorded(folder), path, { from: 600_000, to: 1_400_000 });
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const { targets, marks, snapshots, complete, duration } = reader.info();
    expect([complete, duration]).toEqual([true, 1_400_000]);
    expect(targets.map(({ pid, firstSeen, lastSeen, exit }) => [pid, firstSeen, lastSeen, exit])).toEqual([
      [4712, 600_000, 1_400_000, undefined],
    ]);
    expect(marks.map(({ text, target }) => [text, target])).toEqual([['mark 700000', targets[0].id]]);
    expect(snapshots.map(({ at, nodes }) => [at, nodes])).toEqual([[700_000, 10]]);
    expect(reader.snapshotColumns(snapshots[0].id).read('strings.bytes', 0)).toEqual(
      Uint8Array.of(700_000 % 251, 2, 3),
    );
    expect(reader.artifacts().map(({ kind, at, meta }) => [kind, at, meta])).toEqual([
      ['threads', 700_000, { at: 700_000 }],
    ]);
    const [rss] = reader.series({ target: targets[0].id, names: ['rss'], from: 0, to: 3e6, points: 1e6 });
    // Each sample once, also where two readings of it meet.
    expect(rss.time.length).toBe(8001);
    expect([rss.time[0], rss.time.at(-1), rss.max[0]]).toEqual([
      600_000,
      1_400_000,
      50_000_000 + 4096 * 6000,
    ]);
    expect(reader.gcEvents(targets[0].id, 0, 3e6).map(({ at }) => at)).toEqual([
      600_000, 650_000, 700_000, 750_000, 800_000, 850_000, 900_000, 950_000, 1_000_000, 1_050_000, 1_100_000,
      1_150_000, 1_200_000, 1_250_000, 1_300_000, 1_350_000, 1_400_000,
    ]);
  });

  test('is refused where a file is, and leaves none where it fails', () => {
    const folder = scratchFolder(onTestFinished);
    const path = recorded(folder);
    expect(() => copyPart(path, path, { from: 0, to: 1 })).toThrow('is there already');
    expect(existsSync(path)).toBe(true);
    const away = join(folder, 'none', 'part.leakscope');
    expect(() => copyPart(path, away, { from: 0, to: 1 })).toThrow();
  });
});

describe('the name and the outline of a session', () => {
  test('are read and changed without recovering it', () => {
    const folder = scratchFolder(onTestFinished);
    const path = recorded(folder);
    expect(sessionGlance(path)).toEqual({ duration: 2_000_000, processes: 2, snapshots: 3 });
    const to = join(folder, 'other.leakscope');
    renameSession(path, to, () => undefined);
    expect([existsSync(path), sessionGlance(to)?.processes]).toEqual([false, 2]);
    expect(sessionGlance(path)).toBeUndefined();
    recorded(folder);
    const refused = (from: string, name: string): string => {
      try {
        renameSession(from, join(folder, name), () => undefined);
        return 'done';
      } catch (error) {
        return (error as Failure).code;
      }
    };
    expect(refused(to, 'whole.leakscope')).toBe('exists');
  });
});
