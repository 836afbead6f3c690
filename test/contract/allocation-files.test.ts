import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { storedSources } from '../../electron/api/allocation-sources.js';
import { exportSession } from '../../electron/api/export-session.js';
import { createOpenSessions, type OpenSessions } from '../../electron/api/open-sessions.js';
import { allocationRange, bulkCalls, sessionAllocations } from '../../electron/api/session-allocations.js';
import type { Entry } from '../../electron/api/session-entry.js';
import { createHeapEngine } from '../../electron/engine/create-heap-engine.js';
import type { HeapEngine } from '../../electron/engine/heap-engine.js';
import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import { type BuiltWorker, engineWorker } from '../helpers/engine-worker.js';
import { scratchFolder } from '../helpers/session-file.js';

/** Profiles of other tools, opened as the product does: in the engine's threads, as sessions, and written again. */

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const files = readdirSync(fixture('allocations')).filter((name) => name !== 'README.md');

let worker: BuiltWorker;
let engine: HeapEngine;
let sessions: OpenSessions;
beforeAll(async () => {
  worker = await engineWorker();
  engine = createHeapEngine({ workerUrl: worker.url, memoryLimit: 1e9, threads: 2 });
  sessions = createOpenSessions(engine);
});
afterAll(async () => {
  sessions.closeAll();
  await engine.dispose();
  worker.remove();
});

const noReport = async (): Promise<string> => {
  throw new Error('no format here has a report');
};
const parts = () => ({ sessions, engine, report: noReport });

async function opened(path: string): Promise<Entry> {
  const { id } = await sessions.open(path);
  return sessions.entry(id);
}

const treeOf = async (entry: Entry, source?: string): Promise<CallTree> =>
  decodeCallTree(await bulkCalls(engine, entry, source === undefined ? {} : { source }));

/** Every call by its path, with what it weighs. */
function weights({ length, parent, frame, self, frames }: CallTree): Map<string, number> {
  const paths: string[] = [];
  const found = new Map<string, number>();
  for (let row = 0; row < length; row++) {
    const own = `${frames.name[frame[row]] || '(anonymous)'}|${frames.file[frame[row]]}|${frames.line[frame[row]]}`;
    paths.push(parent[row] < 0 ? own : `${paths[parent[row]]}\n${own}`);
    if (self[row] > 0) found.set(paths[row], (found.get(paths[row]) ?? 0) + self[row]);
  }
  return found;
}

const sum = (column: Iterable<number>): number => [...column].reduce((all, one) => all + one, 0);

describe.each(files)('%s', (name) => {
  test('opens as a session with a source for each profile', async () => {
    const entry = await opened(fixture(`allocations/${name}`));
    const sources = storedSources(entry);
    expect(sources.length).toBeGreaterThan(0);
    for (const { id, range } of sources) {
      const answer = await sessionAllocations(engine, entry, { source: id });
      expect(answer.bytes).toBeGreaterThan(0);
      expect(answer).toMatchObject({ source: id, target: 1 });
      expect(range).toBe('none');
      expect(sum((await treeOf(entry, id)).self)).toBeCloseTo(answer.bytes, 5);
    }
  });

  test.each(['heapprofile', 'pprof', 'speedscope', 'folded'] as const)(
    'written as %s it reads back',
    async (format) => {
      const entry = await opened(fixture(`allocations/${name}`));
      const path = join(scratchFolder(onTestFinished), `again.${format}`);
      await exportSession(parts(), entry, { format, path });
      const again = await opened(path);
      const [before, after] = [weights(await treeOf(entry)), weights(await treeOf(again))];
      if (format === 'folded') {
        // A line of text has no place for `;`, and no way to tell a name in brackets from a file.
        expect(sum(after.values())).toBe(sum(before.values()));
        expect(after.size).toBeLessThanOrEqual(before.size);
      } else expect(after).toEqual(before);
    },
  );

  test('as CSV it has every call once', async () => {
    const entry = await opened(fixture(`allocations/${name}`));
    const path = join(scratchFolder(onTestFinished), 'calls.csv');
    await exportSession(parts(), entry, { format: 'csv', path });
    const [head, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
    expect(head).toBe('call,caller,function,file,line,column,self,total,count');
    expect(rows).toHaveLength((await treeOf(entry)).length);
  });
});

describe('an allocation timeline of V8', () => {
  const timeline = (): string => {
    const path = join(scratchFolder(onTestFinished), 'node24.heaptimeline');
    writeFileSync(path, gunzipSync(readFileSync(fixture('heap/node24.heaptimeline.gz'))));
    return path;
  };

  test('is a snapshot, and a source that knows when each object was allocated', async () => {
    const entry = await opened(timeline());
    expect(entry.info().snapshots).toHaveLength(1);
    const [source] = storedSources(entry);
    expect(source).toMatchObject({ kind: 'timeline', range: 'held', lines: 'call' });
    const { to } = source;
    expect(to).toBeGreaterThan(0);
    const all = await sessionAllocations(engine, entry, {});
    expect(all.bytes).toBeGreaterThan(0);
    expect(all.nodes.some(({ line, file }) => line > 0 && file !== '')).toBe(true);
    const half = to / 2;
    const [early, late] = [
      await sessionAllocations(engine, entry, { to: half }),
      await sessionAllocations(engine, entry, { from: half }),
    ];
    expect(early.bytes + late.bytes).toBeCloseTo(all.bytes, 5);
    expect(allocationRange(entry, { from: half }).sentence).toMatch(/alive at .* when the timeline ended/);
  });
});

test('a profile of a minified program is shown by its sources, where the source map lies beside it', async () => {
  const folder = scratchFolder(onTestFinished);
  const source = join(folder, 'shop.mjs');
  writeFileSync(
    source,
    'const kept = [];\nexport function keepOrders(count) {\n  for (let n = 0; n < count; n++) kept.push(new Array(500).fill(n));\n}\nkeepOrders(2000);\nif (kept.length === 0) throw new Error();\n',
  );
  const file = join(folder, 'app.mjs');
  await build({ input: source, platform: 'node', output: { file, minify: true, sourcemap: true } });
  const flags = ['--heap-prof', '--heap-prof-interval=4096', `--heap-prof-dir=${folder}`];
  execFileSync(process.execPath, [...flags, '--heap-prof-name=app.heapprofile', file]);
  const { frames } = await treeOf(await opened(join(folder, 'app.heapprofile')));
  expect(frames.file.some((name) => name.endsWith('/shop.mjs'))).toBe(true);
  expect(frames.file.some((name) => name.endsWith('/app.mjs'))).toBe(false);
});

describe('what cannot be read', () => {
  const refusal = async (bytes: Uint8Array | string): Promise<unknown> => {
    const path = join(scratchFolder(onTestFinished), 'file');
    writeFileSync(path, bytes);
    return sessions.open(path).catch((error: unknown) => error);
  };

  test.each([
    'memray.speedscope.json',
    'python3.13.tracemalloc',
    'node24.heapprofile',
    'node.pb.gz',
    'heaptrack.zst',
  ])('%s that ends in the middle is refused with a sentence', async (name) => {
    const bytes = readFileSync(fixture(`allocations/${name}`));
    const path = join(scratchFolder(onTestFinished), name);
    writeFileSync(path, bytes);
    truncateSync(path, Math.floor(bytes.length * 0.6));
    const error = await sessions.open(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'Failure', message: expect.stringMatching(/^.{10,200}\.$/) });
  });

  test('something else is unknown, by name', async () => {
    expect(await refusal('just some words\n')).toMatchObject({ code: 'unknown-format' });
    expect(await refusal(Uint8Array.of(0x1f, 0x8b, 8, 0, 1, 2, 3))).toMatchObject({ name: 'Failure' });
  });

  test('a pickle that would run something is refused before anything runs', async () => {
    const evil = Buffer.from(
      '\x80\x04\x8c\x0btracemalloc0\x8c\x05posix\x8c\x06system\x93\x8c\x02id\x85R.',
      'latin1',
    );
    expect(await refusal(evil)).toMatchObject({
      code: 'malformed',
      message: expect.stringContaining('opcode'),
    });
    const named = Buffer.from('\x80\x04\x8c\x0btracemalloc\x94\x8c\x05posix\x8c\x06system\x93.', 'latin1');
    expect(await refusal(named)).toMatchObject({ message: expect.stringContaining('posix.system') });
  });
});
