import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createHeapEngine } from '../../../electron/engine/create-heap-engine.js';
import type { ColumnPart, ColumnSource, HeapEngine } from '../../../electron/engine/heap-engine.js';
import { WorkerPool } from '../../../electron/engine/worker-pool.js';
import { snapshotId } from '../../../shared/base/brand.js';
import { type BuiltWorker, engineWorker } from '../../helpers/engine-worker.js';
import { snapshotText } from '../../helpers/heapsnapshot-text.js';
import { PythonStreamWriter } from '../../helpers/python-heap-stream.js';
import { plainGraph, readHeap } from '../../helpers/read-heap.js';

const fixture = (name: string): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, '../../fixtures/heap', `${name}.gz`)));
const page = { from: 0, count: 20 };
const bySize = { by: 'retainedSize', descending: true } as const;
const [a, b, c] = [snapshotId('s/1'), snapshotId('s/2'), snapshotId('s/3')];

let worker: BuiltWorker;
let node20: string;
let node24: string;
beforeAll(async () => {
  worker = await engineWorker();
  node20 = join(worker.folder, 'a.heapsnapshot');
  node24 = join(worker.folder, 'b.heapsnapshot');
  writeFileSync(node20, fixture('node20.heapsnapshot'));
  writeFileSync(node24, fixture('node24.heapsnapshot'));
}, 60_000);
afterAll(() => worker.remove());

async function withEngine(use: (engine: HeapEngine) => Promise<void>, fragile = false): Promise<void> {
  const workerUrl = fragile ? worker.fragileUrl : worker.url;
  const engine = createHeapEngine({ workerUrl, memoryLimit: 1e9, threads: 2 });
  try {
    await use(engine);
  } finally {
    await engine.dispose();
  }
}

async function stored(engine: HeapEngine): Promise<Map<string, ColumnPart>> {
  const parts = new Map<string, ColumnPart>();
  await engine.storeColumns(a, async (part) => void parts.set(`${part.column}#${part.part}`, part));
  return parts;
}

function sourceOf(parts: ReadonlyMap<string, ColumnPart>): ColumnSource {
  const counts = new Map<string, number>();
  for (const { column } of parts.values()) counts.set(column, (counts.get(column) ?? 0) + 1);
  return {
    columns: () => [...counts].map(([column, parts]) => ({ column, parts })),
    read: (column, part) => parts.get(`${column}#${part}`)?.data ?? new Uint8Array(0),
  };
}

describe('the heap engine', { timeout: 60_000 }, () => {
  it('opens two files at once and answers about both', () =>
    withEngine(async (engine) => {
      const phases = new Set<string>();
      const [first, second] = await Promise.all([
        engine.loadFile(a, node20, { onProgress: ({ phase }) => phases.add(phase) }),
        engine.loadFile(b, node24),
      ]);
      const graph = readHeap(fixture('node20.heapsnapshot'));
      expect([first.nodes, first.edges]).toEqual([graph.nodeCount, graph.edgeCount]);
      expect(second.nodes).toBe(readHeap(fixture('node24.heapsnapshot')).nodeCount);
      expect(phases.size).toBeGreaterThan(0);
      const classes = await engine.classes(a, { filter: { text: 'Leaky' }, sort: bySize, page });
      expect(classes.rows.find((row) => row.name === 'Leaky')?.count).toBeGreaterThanOrEqual(20);
      const diff = await engine.diff({
        base: a,
        compared: b,
        by: 'class',
        sort: { by: 'addedCount', descending: true },
        page,
      });
      expect(diff.totals.addedCount).toBeGreaterThan(0);
      const itself = await engine.diff({
        base: b,
        compared: b,
        by: 'class',
        sort: { by: 'name', descending: false },
        page,
      });
      expect([itself.totals.addedCount, itself.totals.removedCount]).toEqual([0, 0]);
      const paths = await engine.paths(a, { className: 'Leaky', limit: 5 });
      expect(paths[0].steps.at(-1)?.name).toContain('Leaky');
    }));

  it('works out who holds whom when it is asked, once for all threads', () =>
    withEngine(async (engine) => {
      const opened = await engine.loadFile(a, node20);
      expect(Object.keys(opened.timings)).not.toContain('retainers');
      const { rows } = await engine.objects(a, { className: 'Leaky', sort: bySize, page });
      const [one, ...others] = await Promise.all(
        Array.from({ length: 6 }, () => engine.retainers(a, rows[0].node, page)),
      );
      expect(one.total).toBeGreaterThan(0);
      for (const other of others) expect(other).toEqual(one);
      const tree = await engine.pathTree(a, { className: 'Leaky', sort: bySize, page });
      expect(tree.rows.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(20);
      // Stored and opened again it has none, and works them out as before.
      const parts = await stored(engine);
      expect([...parts.keys()].filter((name) => name.startsWith('retainers'))).toEqual([]);
      await withEngine(async (other) => {
        await other.loadColumns(a, sourceOf(parts));
        expect(await other.retainers(a, rows[0].node, page)).toEqual(one);
      });
    }));

  it('evidence is gathered with holders that every thread has, and the limit counts', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      await engine.loadFile(b, node20);
      const run = vi.spyOn(WorkerPool.prototype, 'run');
      onTestFinished(() => run.mockRestore());
      expect((await engine.evidence(a, b)).producer).toBe('v8');
      const needs = run.mock.calls.find(([job]) => job === 'evidence')?.[2];
      expect(Object.keys(needs?.get(b)?.tree as object)).toContain('retainers');
    }));

  it('stops a question that nobody waits for, and answers the next', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      const controller = new AbortController();
      const call = { signal: controller.signal };
      const asked = [
        engine.paths(a, { className: '(string)', limit: 5 }, call),
        engine.pathTree(a, { className: '(string)', sort: bySize, page }, call),
        engine.classes(a, { sort: bySize, page }, call),
        engine.objects(a, { sort: bySize, page }, call),
        engine.strings(a, page, call),
        engine.dominators(a, { by: 'class', sort: bySize, page }, call),
      ];
      controller.abort();
      for (const answer of asked) await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
      expect((await engine.classes(a, { sort: bySize, page })).total).toBeGreaterThan(0);
    }));

  it('ends a pattern that runs for ever, and loses nothing', () =>
    withEngine(async (engine) => {
      const endless = join(worker.folder, 'endless.heapsnapshot');
      writeFileSync(
        endless,
        snapshotText({ strings: ['(root)', `${'a'.repeat(60)}b`, 'list', 'x', 'y', 'z'] }),
      );
      await engine.loadFile(a, endless);
      const slow = engine.objects(a, { text: '/^(a|aa)+$/', sort: bySize, page });
      await expect(slow).rejects.toMatchObject({ code: 'slow-pattern' });
      expect((await engine.objects(a, { text: '/^a+b$/', sort: bySize, page })).total).toBeGreaterThan(0);
    }));

  it('reads what comes as a stream, of either kind', () =>
    withEngine(async (engine) => {
      const bytes = fixture('node20.heapsnapshot');
      await engine.loadFile(a, node20);
      const intake = engine.intake(b);
      for (let at = 0; at < bytes.length; at += 10_000) await intake.write(bytes.subarray(at, at + 10_000));
      const { timings: _, ...streamed } = await intake.end();
      const { timings: __, ...loaded } = await engine.summary(a);
      expect(streamed).toEqual(loaded);
      const python = engine.intake(c);
      await python.write(
        new PythonStreamWriter()
          .strings('', '(root)', 'dict')
          .nodes([0, 9, 1, 0, 0, 0, 1])
          .edges([1, 0, 4096])
          .leaves([4096, 3, 2, 64, 1, 1])
          .end()
          .bytes(),
      );
      expect((await python.end()).producer).toBe('cpython');
      expect((await engine.node(c, 1 as never)).id).toBe(4096);
    }));

  it('stores columns and opens from them the same, without the file', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      const before = await engine.classes(a, { sort: bySize, page });
      const parts = await stored(engine);
      await withEngine(async (other) => {
        const { timings: _, ...restored } = await other.loadColumns(a, sourceOf(parts));
        const { timings: __, ...loaded } = await engine.summary(a);
        expect(restored).toEqual(loaded);
        expect(await other.classes(a, { sort: bySize, page })).toEqual(before);
      });
    }));

  it('refuses columns that are damaged, whichever it is', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      const parts = await stored(engine);
      for (const key of parts.keys()) {
        const cut = new Map(parts);
        const part = parts.get(key) as ColumnPart;
        cut.set(key, { ...part, data: part.data.subarray(0, part.data.length - 3) });
        await expect(engine.loadColumns(b, sourceOf(cut)), key).rejects.toMatchObject({ code: 'damaged' });
        const without = new Map(parts);
        without.delete(key);
        await expect(engine.loadColumns(b, sourceOf(without)), key).rejects.toMatchObject({
          code: 'damaged',
        });
      }
      expect(engine.has(b)).toBe(false);
    }));

  it('works out again what an older program did not store', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      const before = await engine.classes(a, { sort: bySize, page });
      const parts = await stored(engine);
      const manifest = parts.get('manifest#0') as ColumnPart;
      const { tree, ...rest } = JSON.parse(zstdDecompressSync(manifest.data).toString()) as { tree: object };
      const less = { ...rest, tree: { ...tree, dominator: { $undefined: true } } };
      parts.set('manifest#0', { ...manifest, data: zstdCompressSync(JSON.stringify(less)) });
      await engine.loadColumns(b, sourceOf(parts));
      expect(await engine.classes(b, { sort: bySize, page })).toEqual(before);
    }));

  it('exports a file that reads the same', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      const out = join(worker.folder, 'out.heapsnapshot');
      await engine.exportHeapSnapshot(a, out);
      expect(plainGraph(readHeap(readFileSync(out)))).toEqual(
        plainGraph(readHeap(fixture('node20.heapsnapshot'))),
      );
      await expect(engine.exportHeapSnapshot(a, '/nowhere/x')).rejects.toMatchObject({ code: 'unwritable' });
    }));

  it('answers a cancel, and goes on working', () =>
    withEngine(async (engine) => {
      const controller = new AbortController();
      const load = engine.loadFile(a, node20, {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      await expect(load).rejects.toMatchObject({ code: 'cancelled' });
      expect(engine.has(a)).toBe(false);
      const aborted = engine.loadFile(a, node20, { signal: AbortSignal.abort() });
      await expect(aborted).rejects.toMatchObject({ code: 'cancelled' });
      const intake = engine.intake(b);
      await intake.write(Buffer.from('{"snapshot":'));
      intake.abort();
      await expect(intake.end()).rejects.toMatchObject({ code: 'cancelled' });
      await engine.loadFile(a, node20);
      expect(engine.has(a)).toBe(true);
    }));

  it('loses one answer to a thread that dies, and no snapshot', () =>
    withEngine(async (engine) => {
      await Promise.all([engine.loadFile(a, node20), engine.loadFile(b, node24)]);
      await expect(engine.strings(a, { from: 0, count: 13 })).rejects.toMatchObject({
        code: 'engine-crashed',
      });
      expect((await engine.node(a, 0 as never)).node).toBe(0);
      expect((await engine.node(b, 0 as never)).node).toBe(0);
    }, true));

  it('shares one load between all who ask for it', () =>
    withEngine(async (engine) => {
      const controller = new AbortController();
      const [left, kept] = [
        engine.loadFile(a, node20, { signal: controller.signal }),
        engine.loadFile(a, node20),
      ];
      controller.abort();
      await expect(left).rejects.toMatchObject({ code: 'cancelled' });
      expect((await kept).nodes).toBeGreaterThan(0);
    }));

  it('says what is wrong with a file', () =>
    withEngine(async (engine) => {
      const file = join(worker.folder, 'x.json');
      await expect(engine.loadFile(a, join(worker.folder, 'none'))).rejects.toMatchObject({
        code: 'no-such-file',
      });
      await expect(engine.loadFile(a, worker.folder)).rejects.toMatchObject({ code: 'not-a-file' });
      writeFileSync(file, '{"hello":1}');
      await expect(engine.loadFile(a, file)).rejects.toMatchObject({ code: 'unknown-format' });
      writeFileSync(file, snapshotText().slice(0, -30));
      await expect(engine.loadFile(a, file)).rejects.toMatchObject({ code: 'truncated' });
      const intake = engine.intake(b);
      await intake.write(Buffer.from('x'.repeat(5000))).catch(() => {});
      await expect(intake.end()).rejects.toMatchObject({ code: 'unknown-format' });
    }));

  it('forgets what is dropped', () =>
    withEngine(async (engine) => {
      await engine.loadFile(a, node20);
      engine.drop(a);
      expect(engine.has(a)).toBe(false);
      await expect(engine.node(a, 0 as never)).rejects.toMatchObject({ code: 'snapshot-not-open' });
    }));
});
