import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sessionAllocations } from '../../electron/api/session-allocations.js';
import { sessionEntry } from '../../electron/api/session-entry.js';
import { ScriptMaps } from '../../electron/drivers/v8/script-maps.js';
import { v8Driver } from '../../electron/drivers/v8/v8-driver.js';
import { openSession } from '../../electron/store/open-session.js';
import { sessionId } from '../../shared/base/brand.js';
import { decodeAllocations } from '../../shared/format/allocation-columns.js';
import { endAllTargets, startNodeTarget } from '../helpers/node-targets.js';
import { type RecorderUnderTest, recorderUnderTest, until } from '../helpers/recorder-under-test.js';
import { nodeBinaries } from '../helpers/runtimes.js';
import { scratchFolder } from '../helpers/session-file.js';

let parts: RecorderUnderTest;
beforeAll(async () => {
  parts = await recorderUnderTest();
});
afterAll(() => parts.dispose());
afterEach(endAllTargets);

describe.each([true, 'inline'] as const)('a minified program with its source map (%s)', (sourcemap) => {
  test('is shown by the names and lines of its sources, also when its files are gone', async () => {
    const folder = scratchFolder(onTestFinished);
    const input = new URL('../targets/allocating.mjs', import.meta.url).pathname;
    const file = join(folder, 'app.mjs');
    await build({ input, platform: 'node', output: { file, minify: true, sourcemap } });
    const target = await startNodeTarget(file);
    const path = join(folder, 'r.leakscope');
    const recording = await parts.start({ path, pids: [target.pid], allocations: true });
    await recording.settled();
    let first: number | undefined;
    let last = 0;
    recording.onSamples((batches) => {
      last = batches[0].series.get('heap.used')?.findLast(Number.isFinite) ?? last;
      first ??= last;
    });
    await until(recording, () => first !== undefined && last - first > 2e6);
    await recording.stop();
    for (const gone of [file, `${file}.map`]) rmSync(gone, { force: true });
    expect(readdirSync(folder)).toEqual(['r.leakscope']);

    const reader = openSession(path);
    onTestFinished(() => reader.close());
    const kept = reader.artifacts({ kind: 'allocations' }).at(-1);
    const { frames } = decodeAllocations(reader.artifact(kept?.id ?? 0)).stacks;
    const row = frames.name.indexOf('keepThings');
    expect(frames.file[row]).toBe(`file://${input}`);
    expect(frames.line[row]).toBe(13);
    // So it is in the answer that the window and the command show.
    const entry = sessionEntry(sessionId('elsewhere'), reader, false);
    const { nodes } = await sessionAllocations(parts.engine, entry, {});
    expect(nodes.find((node) => node.function === 'keepThings')).toMatchObject({
      file: `file://${input}`,
      line: 13,
    });
    expect(nodes.some((node) => node.file.includes(folder))).toBe(false);
  });
});

/** Classes as minifiers leave them, which all are called alike; how each was called, and on which line. */
const CLASSES = `
class Basket { constructor(owner) { this.owner = owner; } }
class Voucher { code = 'x'; }
class GiftVoucher extends Voucher { constructor(from) { super(); this.from = from; } }
function Legacy() { this.old = true; }
const held = [];
for (let n = 0; n < 700; n++) held.push(new Basket(n));
for (let n = 0; n < 600; n++) held.push(new Voucher());
for (let n = 0; n < 500; n++) held.push(new GiftVoucher(n));
for (let n = 0; n < 400; n++) held.push(new Legacy());
setInterval(() => held.length, 1000);
console.log('ready');
`;

test.each(nodeBinaries())(
  'live types of a minified program on Node $version have their names',
  async ({ path }) => {
    const folder = scratchFolder(onTestFinished);
    const [input, file] = ['classes.mjs', 'app.mjs'].map((name) => join(folder, name));
    writeFileSync(input, CLASSES);
    await build({ input, platform: 'node', output: { file, minify: true, sourcemap: true } });
    const target = await startNodeTarget(file, { binary: path });
    const attachment = await v8Driver().attach(target.process, AbortSignal.timeout(30_000));
    onTestFinished(() => attachment.detach());
    const { types = [] } = (await attachment.objects?.counts(AbortSignal.timeout(30_000))) ?? {};
    for (const [name, count, line] of [
      ['Basket', 700, 2],
      ['Voucher', 600, 3],
      ['GiftVoucher', 500, 4],
      ['Legacy', 400, 5],
    ] as const)
      expect(types.find((type) => type.name === name)).toEqual({
        ...{ name, count },
        written: { file: expect.stringMatching(/classes\.mjs$/), line },
      });
    // And by these names they are asked for.
    expect(await attachment.inspection?.countInstances('Basket', AbortSignal.timeout(30_000))).toBe(700);
    const holders = await attachment.inspection?.holdersOf('Legacy', 2, AbortSignal.timeout(30_000));
    expect(holders?.map(({ rows }) => rows.map(({ type }) => type))).toEqual([['Array'], ['Array']]);
    expect(await attachment.inspection?.countInstances('NoSuchClass', AbortSignal.timeout(30_000))).toBe(0);
  },
);

test('a file that is none, a pipe, or a map that is none tell nothing', async () => {
  const folder = scratchFolder(onTestFinished);
  mkdirSync(join(folder, 'd'));
  writeFileSync(join(folder, 'a.js'), '//# sourceMappingURL=d\n');
  writeFileSync(join(folder, 'b.js'), '//# sourceMappingURL=/dev/zero\n');
  writeFileSync(join(folder, 'c.js'), '//# sourceMappingURL=data:application/json;base64,!!!!\n');
  const files = ['a.js', 'b.js', 'c.js', 'none.js', '../../../dev/zero'].map((name) => join(folder, name));
  const places = await new ScriptMaps('').placesFor([
    ...files,
    'node:fs',
    'https://example.invalid/x.js',
    '',
  ]);
  for (const file of files) expect(places.of(file, 1, 1)).toBeUndefined();
});
