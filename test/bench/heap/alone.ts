import { statSync } from 'node:fs';
import { createHeapEngine } from '../../../electron/engine/create-heap-engine.js';
import type { ColumnSource, HeapEngine } from '../../../electron/engine/heap-engine.js';
import { ordinal, snapshotId } from '../../../shared/base/brand.js';
// @ts-expect-error plain JavaScript, shared with the peers
import { check, phase } from './phase.mjs';

/** node alone.mjs WORKER FILE [open]: one file, opened alone; `open`: no more than that. Then pages, cancels, and back from its columns. */
const [, , worker = '', file = '', only] = process.argv;
const [a, z] = [snapshotId('bench/1'), snapshotId('bench/2')];
const page = { from: 0, count: 50 };
const bySize = { by: 'retainedSize', descending: true } as const;
/** Long enough for what the engine does ahead, on a quiet machine; ms. */
const READING = 5_000;
const engine = createHeapEngine({ workerUrl: new URL(worker), memoryLimit: 16e9 });

const begin = performance.now();
const opened = await phase('open', () => engine.loadFile(a, file));
const loading = performance.now() - begin;
const scan = Object.entries(opened.timings).reduce(
  (sum, [name, ms]) => (name.startsWith('reading') ? sum + Number(ms) : sum),
  0,
);
const facts = {
  nodes: opened.nodes,
  edges: opened.edges,
  total: opened.totalSize,
  timings: opened.timings,
  scanMBs: Math.round(statSync(file).size / 1e3 / scan),
};
if (only) check(facts);
else {
  const pages = await pageTimes();
  const readAWhile = await timesAfter(READING);
  const stop = await longestStop();
  const reopen = await reopened();
  check({
    ...facts,
    pages,
    pagesAfterIdle: readAWhile,
    cancelMs: stop,
    reopenMs: reopen.ms,
    storedBytes: reopen.bytes,
  });
}
await engine.dispose();

/** Each table's page as it is first asked for, ms. */
async function pageTimes(): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const from = performance.now();
    const answer = await ask();
    times[name] = Math.round(performance.now() - from);
    return answer;
  };
  const classes = await timed('classes', () => engine.classes(a, { sort: bySize, page }));
  const most = classes.rows.reduce((best, row) => (row.count > best.count ? row : best));
  const objects = await timed('objects', () =>
    engine.objects(a, { className: most.name, sort: bySize, page }),
  );
  await timed('objects, text', () =>
    engine.objects(a, { className: most.name, text: 'a1', sort: bySize, page }),
  );
  const node = objects.rows[0]?.node ?? ordinal(1);
  await timed('node', () => engine.node(a, node));
  await timed('retainers', () => engine.retainers(a, node, page));
  await timed('references', () => engine.references(a, node, page));
  await timed('dominated', () => engine.dominated(a, ordinal(0), page));
  await timed('path of one', () => engine.paths(a, { node, limit: 10 }));
  await timed('paths of a class', () => engine.paths(a, { className: most.name, limit: 10 }));
  await timed('strings', () => engine.strings(a, page));
  await timed('strings again', () => engine.strings(a, page));
  await timed('objects again', () =>
    engine.objects(a, { className: most.name, sort: bySize, page: { from: 50, count: 50 } }),
  );
  return times;
}

/** The slowest first pages as somebody meets them who reads the table of classes for a while, ms. */
async function timesAfter(idle: number): Promise<Record<string, number>> {
  const fresh = createHeapEngine({ workerUrl: new URL(worker), memoryLimit: 16e9 });
  await fresh.loadFile(a, file);
  const { rows } = await fresh.classes(a, { sort: bySize, page });
  const { name } = rows.reduce((best, row) => (row.count > best.count ? row : best));
  const objects = await fresh.objects(a, { className: name, sort: bySize, page });
  await new Promise((resolve) => setTimeout(resolve, idle));
  const times: Record<string, number> = {};
  const timed = async (what: string, ask: () => Promise<unknown>): Promise<void> => {
    const from = performance.now();
    await ask();
    times[what] = Math.round(performance.now() - from);
  };
  const node = objects.rows[0]?.node ?? ordinal(1);
  await timed('retainers', () => fresh.retainers(a, node, page));
  await timed('paths of a class', () => fresh.paths(a, { className: name, limit: 10 }));
  await timed('tree of its paths', () => fresh.pathTree(a, { className: name, sort: bySize, page }));
  await fresh.dispose();
  return times;
}

/** The longest that a thread went on after a cancel: with one thread, the next question waits for just that. */
async function longestStop(): Promise<number> {
  const single = createHeapEngine({ workerUrl: new URL(worker), memoryLimit: 16e9, threads: 1 });
  let longest = 0;
  for (let turn = 1; turn <= 6; turn++)
    longest = Math.max(longest, await stopAfter(single, (loading * turn) / 7));
  await single.dispose();
  return Math.round(longest);
}

async function stopAfter(single: HeapEngine, ms: number): Promise<number> {
  const controller = new AbortController();
  const load = single.loadFile(z, file, { signal: controller.signal }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, ms));
  controller.abort();
  const from = performance.now();
  await load;
  // Any job will do: this one fails at once.
  await single.loadFile(snapshotId('bench/none'), '/nowhere').catch(() => {});
  single.drop(z);
  return performance.now() - from;
}

async function reopened(): Promise<{ ms: number; bytes: number }> {
  const parts = new Map<string, Uint8Array[]>();
  let bytes = 0;
  await phase('store', () =>
    engine.storeColumns(a, async ({ column, part, data }) => {
      const list = parts.get(column) ?? [];
      list[part] = data;
      parts.set(column, list);
      bytes += data.length;
    }),
  );
  engine.drop(a);
  const source: ColumnSource = {
    columns: () => [...parts].map(([column, list]) => ({ column, parts: list.length })),
    read: (column, part) => parts.get(column)?.[part] ?? new Uint8Array(0),
  };
  const from = performance.now();
  await phase('reopen', () => engine.loadColumns(a, source));
  return { ms: Math.round(performance.now() - from), bytes };
}
