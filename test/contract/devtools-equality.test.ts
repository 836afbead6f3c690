import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { compare, compareDiff } from '../helpers/devtools-comparison.js';
import { type DevToolsHeap, devToolsReader } from '../helpers/devtools-heap.js';
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
      const found = compareDiff(a, b);
      expect(found['Dropped'][1]).toBe(250);
      expect(found['Kept'][0]).toBe(700);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
