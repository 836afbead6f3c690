import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundledProgram } from '../../helpers/bundled-program.js';
import { killedWriter, lastSaid } from '../../helpers/killed-writer.js';
import { Random } from '../../helpers/random.js';
import { scratchFolder } from '../../helpers/session-file.js';

let writer = '';
let recorder = '';
beforeAll(async () => {
  writer = await bundledProgram('./programs/write-session.ts');
  recorder = await bundledProgram('./programs/record-session.ts');
});

/** Once the writer has said that something is in the file, kill -9 does not take it back. */
test('a writer killed at any moment has lost nothing it was told is safe', async () => {
  const random = new Random(7);
  for (let round = 0; round < 12; round++) {
    const path = join(scratchFolder(onTestFinished), `${round}.leakscope`);
    // The later rounds die around the end, when the file leaves write-ahead mode.
    const flushes = round % 3 === 2 ? 300 : 100_000;
    const { said, info, drawn } = await killedWriter(writer, path, [String(flushes)], {
      lines: 1 + random.below(flushes === 300 ? 300 : 2000),
      ms: random.next() * 20,
    });
    const samples = lastSaid(said, 'samples');
    const rss = info?.series.find(({ name }) => name === 'rss');
    expect(rss?.count ?? 0).toBeGreaterThanOrEqual(samples);
    expect(drawn).toBe(rss?.count ?? 0);
    expect(info?.snapshots.length).toBeGreaterThanOrEqual(lastSaid(said, 'snapshot'));
    if (said.includes('complete')) expect(info?.complete).toBe(true);
    else if (samples < flushes * 3) expect(info?.complete).toBe(false);
  }
});

test('a recorder killed while it records leaves what it had handed over', async () => {
  const path = join(scratchFolder(onTestFinished), 'live.leakscope');
  const { said, info, drawn } = await killedWriter(recorder, path, [String(process.pid)], {
    lines: 4,
    ms: 50,
  });
  expect(info?.complete).toBe(false);
  expect(info?.targets).toMatchObject([{ pid: process.pid }]);
  const lastWritten = Number(said.at(-1)?.split(' ')[2]);
  expect(lastWritten).toBeGreaterThan(0);
  expect(info?.targets[0].lastSeen).toBeGreaterThanOrEqual(Math.floor(lastWritten * 1000) / 1000);
  expect(info?.duration).toBeGreaterThanOrEqual(Math.floor(lastWritten * 1000) / 1000);
  expect(drawn).toBeGreaterThan(10);
});
