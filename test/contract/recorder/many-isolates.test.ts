import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSession } from '../../../electron/store/open-session.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const newFile = (): string => join(scratchFolder(onTestFinished), 'r.leakscope');

/** Of a main thread and two workers. */
test.each([
  ['end', undefined, 3],
  ['end', 1, 1],
  ['start', 2, 2],
] as const)(
  'at the %s, of at most %s isolates: %i snapshots, and what they cost is said before the first',
  async (moment, isolates, count) => {
    const target = await startNodeTarget('workers.mjs');
    const path = newFile();
    const recording = await parts.start({
      ...{ path, pids: [target.pid], snapshots: [moment] },
      ...(isolates !== undefined && { capture: { isolates } }),
    });
    await until(recording, () => recording.attachments().length === 3);
    const reader = openSession(path);
    onTestFinished(() => reader.close());
    if (moment === 'start') await until(recording, () => reader.info().snapshots.length === count);
    expect((await recording.stop()).message).toBeUndefined();
    const { snapshots, marks } = reader.info();
    expect(snapshots).toHaveLength(count);
    const said = marks.find(({ text }) => / isolates give a snapshot, one after another: about /.test(text));
    expect(said?.text).toMatch(
      isolates === undefined ? /: 3 isolates give/ : /: the 1 largest of \d isolates give/,
    );
    expect(said?.text).toMatch(/of pauses in all, and up to [\d.]+ MB more memory/);
    expect(said?.at).toBeLessThanOrEqual(
      snapshots.find(({ target: id }) => moment === 'end' || id > 1)?.at ?? 0,
    );
  },
  60_000,
);
