import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeHeapSnapshot } from '../../../shared/format/heapsnapshot-writer.js';
import type { HeapGraph } from '../../../shared/model/heap-graph.js';
// @ts-expect-error plain JavaScript, the bench's
import { bundledDevTools } from '../../bench/heap/bundles.mjs';
import { PythonStreamWriter } from '../../helpers/python-heap-stream.js';
import { readHeap } from '../../helpers/read-heap.js';

const peer = join(import.meta.dirname, '../../bench/heap/peers/devtools.mjs');
let folder: string;
let devtools: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leakscope-devtools-'));
  devtools = pathToFileURL(await bundledDevTools(folder)).href;
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Chrome DevTools' own code says about two files and their difference. */
function devToolsSays(a: string, b: string): unknown {
  const { stdout, stderr } = spawnSync(process.execPath, [peer, devtools, a, b], { encoding: 'utf8' });
  const line = stdout.split('\n').find((text) => text.includes('"check"'));
  if (!line) throw new Error(stderr);
  return (JSON.parse(line.slice(2)) as { check: unknown }).check;
}

function exported(graph: HeapGraph, name: string): string {
  const chunks: Uint8Array[] = [];
  writeHeapSnapshot(graph, (chunk) => chunks.push(chunk.slice()));
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(chunks));
  return path;
}

const ADDRESS = 0x7f12_3456_7000;

/** A module that holds a list of `count` objects of 64 bytes, so far away from it. */
function pythonHeap(count: number, away = 0): HeapGraph {
  const objects = Array.from({ length: count }, (_, i) => ADDRESS + 4096 + away + i * 64);
  return readHeap(
    new PythonStreamWriter()
      .strings('', '(root)', '(modules)', 'list', 'Order', 'a "quoted" \\ é 😀')
      .nodes([0, 9, 1, 0, 0, 0, 1], [3, 9, 2, 0, 0, 0, 1], [ADDRESS, 3, 3, 56, 1, 1, count])
      .edges([1, 0, 3], [2, 5, ADDRESS], ...objects.map((id, i) => [1, i, id] as const))
      .leaves(...objects.map((id) => [id, 3, 4, 64, 1, 1] as const))
      .end()
      .bytes(),
  );
}

it('Chrome DevTools opens an exported Python heap, and compares two', () => {
  const says = devToolsSays(exported(pythonHeap(10), 'a'), exported(pythonHeap(25), 'b'));
  expect(says).toEqual({ nodes: 13, total: 56 + 640, added: 15, removed: 0 });
}, 60_000);

it('Chrome DevTools takes no two objects for one whose addresses are equal in 32 bits', () => {
  const near = pythonHeap(1);
  const far = pythonHeap(1, 2 ** 32);
  expect(devToolsSays(exported(near, 'near'), exported(far, 'far'))).toMatchObject({ added: 1, removed: 1 });
}, 60_000);

// Not of a timeline: its trace tree ends this version of DevTools' code also in the original.
it.each(['node16.heapsnapshot', 'node24.heapsnapshot', 'chromium.heapsnapshot'])(
  'Chrome DevTools reads an exported %s as it reads the original',
  (name) => {
    const bytes = gunzipSync(readFileSync(join(import.meta.dirname, '../../fixtures/heap', `${name}.gz`)));
    const original = join(folder, `${name}-original`);
    writeFileSync(original, bytes);
    const copy = exported(readHeap(bytes), `${name}-copy`);
    const says = devToolsSays(original, copy);
    expect(says).toMatchObject({ added: 0, removed: 0 });
    expect(devToolsSays(copy, original)).toEqual(says);
  },
  60_000,
);
