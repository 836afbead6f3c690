import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findingsEvidence } from '../../../electron/api/findings-evidence.js';
import { originalPlaces } from '../../../electron/api/original-places.js';
import { sessionEntry } from '../../../electron/api/session-entry.js';
import { snapshotsService } from '../../../electron/api/snapshots-service.js';
import { openSession } from '../../../electron/store/open-session.js';
import { sessionId, snapshotId } from '../../../shared/base/brand.js';
import { endAllTargets, startNodeTarget } from '../../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest } from '../../helpers/recorder-under-test.js';
import { scratchFolder } from '../../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

const SOURCE = new URL('../../targets/gathering.mjs', import.meta.url).pathname;

describe.each([true, 'inline'] as const)('a minified program with its source map (%s)', (sourcemap) => {
  test('tells its objects, functions and findings by its sources, also when its files are gone', async () => {
    const folder = scratchFolder(onTestFinished);
    const file = join(folder, 'app.mjs');
    await build({
      input: SOURCE,
      platform: 'node',
      output: { file, minify: { mangle: false, compress: false }, sourcemap },
    });
    const target = await startNodeTarget(file);
    const path = join(folder, 'r.leakscope');
    const recording = await parts.start({ path, pids: [target.pid] });
    await recording.settled();
    const first = await recording.snapshot(1);
    target.signal('SIGUSR2');
    await target.line(/^gathered$/);
    const last = await recording.snapshot(1);
    await recording.stop();
    rmSync(file);

    const reader = openSession(path);
    const entry = sessionEntry(sessionId('s'), reader, false);
    onTestFinished(() => entry.close());
    const maps = entry.artifacts({ kind: 'source-map' });
    expect(maps).toHaveLength(1); // once, for both snapshots
    const id = snapshotId('one/1');
    await entry.load(parts.engine, id, last.snapshot.id, {});
    const ask = snapshotsService(
      parts.engine,
      async () => {},
      () => originalPlaces(entry),
    );
    const rows = async (text: string) =>
      (
        await ask.objects(id, {
          text,
          sort: { by: 'retainedSize', descending: true },
          page: { from: 0, count: 10 },
        })
      ).rows;
    const at = (line: number) => ({ file: `file://${SOURCE}`, line });
    const [holder] = (await rows('Gatherer')).filter(({ type }) => type === 'object');
    expect(holder?.place).toMatchObject(at(4));
    const [listener] = (await rows('onGathered')).filter(({ type }) => type === 'closure');
    expect(listener?.place).toMatchObject(at(10));
    const paths = await ask.paths(id, { id: listener?.id, limit: 1 });
    expect(paths[0]?.steps.at(-1)?.place).toMatchObject(at(10));

    const base = snapshotId('one/0');
    await entry.load(parts.engine, base, first.snapshot.id, {});
    const { heap } = await findingsEvidence(
      entry,
      { compare: () => parts.engine.evidence(base, id) },
      reader.info().targets[0],
      { from: 0, to: reader.info().duration },
    );
    const group = heap?.closures.find(({ name }) => name === 'onGathered');
    expect(group).toMatchObject(at(10));
  });
});
