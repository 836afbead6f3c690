import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { SeriesInfo } from '../../../shared/model/session.js';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { climbing, NODE_TARGET, newSession, scratchFolder } from '../../helpers/session-file.js';
import { describeWhere } from '../../helpers/where.js';

const NOBODY = 65534;
const mayChange = process.platform === 'linux' && process.getuid?.() === 0;

let opener = '';
beforeAll(async () => {
  opener = await bundledProgram('./programs/open-session.ts');
  chmodSync(dirname(opener), 0o755);
});

interface Answer {
  readonly complete: boolean;
  readonly series: readonly SeriesInfo[];
  readonly recoveredAt?: string;
  readonly mark: string;
}

/** What a user who may read the folder but not write in it is told. */
function openedByNobody(path: string): Answer {
  const child = spawnSync(process.execPath, [opener, path], { encoding: 'utf8', uid: NOBODY, gid: NOBODY });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Answer;
}

/** A session of 30 samples: finished, or as a killed recorder leaves it, with its log or with that lost. */
function session(state: 'complete' | 'cut off' | 'log lost'): string {
  const folder = scratchFolder(onTestFinished);
  const writer = newSession(join(folder, 'live.leakscope'));
  const target = writer.addTarget(NODE_TARGET);
  writer.append([climbing(target, 0, 30)]);
  const path = join(folder, 'left.leakscope');
  if (state === 'complete') writer.complete(3000);
  copyFileSync(writer.path, path);
  if (state === 'cut off') copyFileSync(`${writer.path}-wal`, `${path}-wal`);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o644);
  chmodSync(folder, 0o755);
  if (state !== 'complete') writer.abandon();
  return path;
}

describeWhere(mayChange, 'needs root, to become somebody else')(
  'a folder that may not be written (needs root, to become somebody else)',
  () => {
    test('a finished session is read in place, and not changed', () => {
      const path = session('complete');
      const { complete, series, recoveredAt, mark } = openedByNobody(path);
      expect([complete, series[0].count, recoveredAt, mark]).toEqual([true, 30, undefined, 'read-only']);
    });

    test('a cut-off one is recovered in a copy, which goes again', () => {
      const path = session('cut off');
      const { complete, series, recoveredAt, mark } = openedByNobody(path);
      expect([complete, series[0].count]).toEqual([false, 30]);
      expect(recoveredAt).toMatch(/left\.leakscope$/);
      expect(existsSync(recoveredAt ?? '')).toBe(false);
      expect(mark).toMatch(/^(read-only|cannot-open|not-permitted)$/);
    });

    test('one without its log gives what was in the file itself', () => {
      const { complete, recoveredAt } = openedByNobody(session('log lost'));
      expect([complete, recoveredAt]).toEqual([false, undefined]);
    });
  },
);
