import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { bundledProgram } from '../helpers/bundled-program.js';
import { killedWriter, lastSaid } from '../helpers/killed-writer.js';
import { Random } from '../helpers/random.js';
import { scratchFolder } from '../helpers/session-file.js';

const ROUNDS = Number(process.env['LEAKSCOPE_ROUNDS'] ?? 300);
const seed = Number(process.env['LEAKSCOPE_SEED'] ?? Date.now() % 1e6);

let writer = '';
let recorder = '';
beforeAll(async () => {
  writer = await bundledProgram('./programs/write-session.ts');
  recorder = await bundledProgram('./programs/record-session.ts');
});

test(`${ROUNDS} writers killed at random moments (seed ${seed})`, async () => {
  const random = new Random(seed);
  for (let round = 0; round < ROUNDS; round++) {
    const path = join(scratchFolder(onTestFinished), `${round}.leakscope`);
    const flushes = random.of([50, 300, 2000, 100_000]);
    const { said, info, drawn } = await killedWriter(writer, path, [String(flushes)], {
      lines: 1 + random.below(Math.min(flushes, 6000)),
      ms: random.next() * 30,
    });
    const rss = info?.series.find(({ name }) => name === 'rss')?.count ?? 0;
    expect(rss).toBeGreaterThanOrEqual(lastSaid(said, 'samples'));
    expect(drawn).toBe(rss);
    expect(info?.damaged).toBeUndefined();
    if (said.includes('complete')) expect(info?.complete).toBe(true);
  }
}, 3_600_000);

test(`recorders killed while they record lose no more than a second (seed ${seed})`, async () => {
  const random = new Random(seed);
  for (let round = 0; round < Math.ceil(ROUNDS / 10); round++) {
    const path = join(scratchFolder(onTestFinished), `${round}.leakscope`);
    const { said, info } = await killedWriter(recorder, path, [String(process.pid)], {
      lines: 2 + random.below(20),
      ms: random.next() * 900,
    });
    expect(info?.complete).toBe(false);
    const lastSeen = info?.targets[0].lastSeen ?? 0;
    // Between two flushes of a healthy recorder: what is not in the file yet is younger than a second.
    const times = said.filter((line) => line.startsWith('wrote')).map((line) => Number(line.split(' ')[3]));
    for (let i = 1; i < times.length; i++) expect(times[i] - times[i - 1]).toBeLessThan(1000);
    expect(lastSeen).toBeGreaterThan((times.at(-1) ?? 0) - 1000);
  }
}, 3_600_000);
