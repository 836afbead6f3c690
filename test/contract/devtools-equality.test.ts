import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { heapQueries } from '../../shared/analysis/heap-queries.js';
import { snapshotId } from '../../shared/base/brand.js';
import { type HeapIndex, NO_DISTANCE } from '../../shared/model/heap-index.js';
import { DEVTOOLS_NO_DISTANCE, type DevToolsHeap, devToolsReader } from '../helpers/devtools-heap.js';
import { readHeap } from '../helpers/read-heap.js';
import { nodeBinaries } from '../helpers/runtimes.js';

const FIXTURES = new URL('../fixtures/heap/', import.meta.url).pathname;
let read: (text: string) => Promise<DevToolsHeap>;
beforeAll(async () => {
  read = await devToolsReader();
});

const fixtures = readdirSync(FIXTURES).filter((name) => /\.heap(snapshot|timeline)\.gz$/.test(name));
it.each(fixtures)('%s: every node as in DevTools', async (name) => {
  const bytes = gunzipSync(readFileSync(join(FIXTURES, name)));
  compare(await read(withoutTraces(bytes.toString('utf8'))), buildHeapIndex(readHeap(bytes)));
});

/** This version of DevTools' code breaks at the trace tree of any timeline, which says nothing about nodes. */
function withoutTraces(text: string): string {
  const file = JSON.parse(text) as { snapshot: { trace_function_count: number } };
  if (file.snapshot.trace_function_count === 0) return text;
  const snapshot = { ...file.snapshot, trace_function_count: 0 };
  return JSON.stringify({ ...file, snapshot, trace_function_infos: [], trace_tree: [] });
}

/** Two snapshots of one process, between which it keeps, drops and replaces objects of several classes. */
const PROGRAM = `
  const v8 = require('node:v8');
  class Kept { constructor(i) { this.i = i; this.text = 'text ' + i; } }
  class Dropped { constructor(i) { this.list = [i, i + 1]; } }
  global.held = Array.from({ length: 500 }, (_, i) => new Kept(i));
  global.gone = Array.from({ length: 300 }, (_, i) => new Dropped(i));
  global.records = Array.from({ length: 400 }, (_, i) => ({ id: i, name: 'n' + i }));
  global.weak = new WeakMap(global.held.map((key) => [key, { value: key.i }]));
  global.ring = new Map(global.held.map((key) => [key.text, () => key]));
  v8.writeHeapSnapshot(process.argv[1]);
  global.gone.length = 50;
  global.held.push(...Array.from({ length: 700 }, (_, i) => new Kept(i)));
  global.records.push(...Array.from({ length: 900 }, (_, i) => ({ id: i, other: [i] })));
  v8.writeHeapSnapshot(process.argv[2]);
`;

describe.each(nodeBinaries())('Node $version', ({ path }) => {
  it('every node, every class and the diff of two snapshots as in DevTools', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leakscope-equality-'));
    const files = ['a', 'b'].map((name) => join(folder, `${name}.heapsnapshot`));
    try {
      const run = spawnSync(path, ['-e', PROGRAM, ...files], { encoding: 'utf8', timeout: 60_000 });
      expect(run.stderr).not.toMatch(/Error/);
      const [a, b] = await Promise.all(
        files.map(async (file) => {
          const bytes = readFileSync(file);
          return { theirs: await read(bytes.toString('utf8')), ours: buildHeapIndex(readHeap(bytes)) };
        }),
      );
      compare(a.theirs, a.ours);
      compare(b.theirs, b.ours);
      compareDiff(a, b);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/**
 * Named differences: DevTools' -5 for what no root reaches is our NO_DISTANCE; DevTools keeps classes of one name apart
 * by where they were declared, we sum them up by name.
 */
function compare(theirs: DevToolsHeap, ours: HeapIndex): void {
  const { nodeFieldCount, nodeSelfSizeOffset } = theirs;
  expect(ours.graph.nodeCount).toBe(theirs.nodeCount);
  const wrong = { selfSize: 0, distance: 0, dominator: 0, retainedSize: 0, className: 0, detached: 0 };
  for (let node = 0; node < theirs.nodeCount; node++) {
    const at = node * nodeFieldCount;
    const distance = theirs.nodeDistances[node];
    const their = theirs.createNode(at);
    if (theirs.nodes.getValue(at + nodeSelfSizeOffset) !== ours.shallowSize[node]) wrong.selfSize++;
    if ((distance === DEVTOOLS_NO_DISTANCE ? NO_DISTANCE : distance) !== ours.distance[node])
      wrong.distance++;
    if (theirs.dominatorsTree[node] !== ours.dominator[node]) wrong.dominator++;
    if (theirs.retainedSizes[node] !== ours.retainedSize[node]) wrong.retainedSize++;
    if (their.className() !== ours.classNames[ours.classOf[node]]) wrong.className++;
    if (their.detachedness() !== (ours.detachedness?.[node] ?? 0)) wrong.detached++;
  }
  expect(wrong).toEqual({
    selfSize: 0,
    distance: 0,
    dominator: 0,
    retainedSize: 0,
    className: 0,
    detached: 0,
  });
  compareClasses(theirs, ours);
}

function compareClasses(theirs: DevToolsHeap, ours: HeapIndex): void {
  const sums = new Map<string, { count: number; self: number; retained: number; places: number }>();
  for (const { name, count, self, maxRet } of Object.values(theirs.aggregatesWithFilter({}))) {
    const sum = sums.get(name) ?? { count: 0, self: 0, retained: 0, places: 0 };
    sum.count += count;
    sum.self += self;
    sum.retained += maxRet;
    sum.places++;
    sums.set(name, sum);
  }
  const counted = ours.classNames.filter((_, row) => ours.classCount[row] > 0);
  expect(new Set(counted)).toEqual(new Set(sums.keys()));
  ours.classNames.forEach((name, row) => {
    const sum = sums.get(name);
    if (!sum) return;
    expect([name, ours.classCount[row], ours.classSelf[row]]).toEqual([name, sum.count, sum.self]);
    if (sum.places === 1) expect([name, ours.classRetained[row]]).toEqual([name, sum.retained]);
  });
}

interface Both {
  readonly theirs: DevToolsHeap;
  readonly ours: HeapIndex;
}

function compareDiff(a: Both, b: Both): void {
  const expected: Record<string, readonly number[]> = {};
  const theirs = b.theirs.calculateSnapshotDiff(
    'a',
    a.theirs.aggregatesForDiff(b.theirs.interfaceDefinitions()),
  );
  for (const { name, addedCount, removedCount, addedSize, removedSize } of Object.values(theirs)) {
    const [added, removed, plus, minus] = expected[name] ?? [0, 0, 0, 0];
    expected[name] = [added + addedCount, removed + removedCount, plus + addedSize, minus + removedSize];
  }
  const [base, compared] = [snapshotId('s/1'), snapshotId('s/2')];
  const { rows } = heapQueries((id) => (id === base ? a.ours : b.ours)).diff({
    base,
    compared,
    by: 'class',
    sort: { by: 'sizeDelta', descending: true },
    page: { from: 0, count: 1e9 },
  });
  const found = Object.fromEntries(
    rows
      .filter(({ addedCount, removedCount }) => addedCount + removedCount > 0)
      .map((row) => [row.name, [row.addedCount, row.removedCount, row.addedSize, row.removedSize]]),
  );
  expect(found).toEqual(expected);
  expect(found['Dropped'][1]).toBe(250);
  expect(found['Kept'][0]).toBe(700);
}
