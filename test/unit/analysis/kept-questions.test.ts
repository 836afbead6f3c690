import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHeapIndex } from '../../../shared/analysis/heap-index.js';
import { heapQueries } from '../../../shared/analysis/heap-queries.js';
import { keptAnswer, limitKeptAnswers } from '../../../shared/analysis/kept-answers.js';
import { snapshotId } from '../../../shared/base/brand.js';
import type { Watch } from '../../../shared/base/watch.js';
import { EdgeType, type HeapGraph, NodeType } from '../../../shared/model/heap-graph.js';
import type { HeapIndex } from '../../../shared/model/heap-index.js';

/** More than a pass does between two looks whether anybody waits: work is seen by these. */
const NODES = 40_000;
const [base, compared, third] = ['s/1', 's/2', 's/3'].map(snapshotId);
const page = { from: 0, count: 5 };
const bySize = { by: 'retainedSize', descending: true } as const;
const byDelta = { by: 'sizeDelta', descending: true } as const;

/** A tree of plain objects and strings, all from traced places; every second of the later heap is new. */
function heap(first: number): HeapGraph {
  const strings = ['', 'root', 'Object', 'one', 'two', 'text'];
  const firstEdge = new Uint32Array(NODES + 1);
  const targets: number[] = [];
  for (let node = 0; node < NODES; node++) {
    for (const child of [node * 2 + 1, node * 2 + 2]) if (child < NODES) targets.push(child);
    firstEdge[node + 1] = targets.length;
  }
  return {
    producer: 'v8',
    nodeCount: NODES,
    edgeCount: targets.length,
    nodeType: Uint8Array.from({ length: NODES }, (_, node) =>
      node === 0 ? NodeType.synthetic : node % 3 === 0 ? NodeType.string : NodeType.object,
    ),
    name: Uint32Array.from({ length: NODES }, (_, node) => (node === 0 ? 1 : node % 3 === 0 ? 5 : 2)),
    id: Uint32Array.from({ length: NODES }, (_, node) => (node % 2 === 0 ? node : first + node) * 2 + 1),
    selfSize: new Uint32Array(NODES).fill(8),
    traceNode: new Uint32Array(NODES).fill(1),
    traces: {
      length: 1,
      id: Uint32Array.of(1),
      function: Uint32Array.of(0),
      parent: Uint32Array.of(0),
      count: Uint32Array.of(1),
      size: Float64Array.of(1),
      functions: {
        length: 1,
        id: Uint32Array.of(1),
        name: Uint32Array.of(3),
        scriptName: Uint32Array.of(4),
        script: Uint32Array.of(1),
        line: Uint32Array.of(1),
        column: Uint32Array.of(1),
      },
    } as never,
    firstEdge,
    edgeType: new Uint8Array(targets.length).fill(EdgeType.property),
    edgeName: Uint32Array.from(targets, (_, edge) => 3 + (edge % 2)),
    edgeTarget: Uint32Array.from(targets),
    strings: { length: strings.length, at: (row) => strings[row] },
  };
}

describe('what questions keep', () => {
  let heaps: ReadonlyMap<string, HeapIndex>;
  beforeAll(() => {
    heaps = new Map(
      [base, compared, third].map((id, at) => [id, buildHeapIndex(heap(at === 0 ? 0 : NODES))]),
    );
  });
  afterAll(() => limitKeptAnswers(Number.POSITIVE_INFINITY));

  const asked = (watch: Watch) => heapQueries((id) => heaps.get(id) as HeapIndex, watch);
  type Queries = ReturnType<typeof asked>;
  const QUESTIONS: readonly (readonly [string, (ask: Queries) => unknown])[] = [
    ['objects of a class', (ask) => ask.objects(compared, { className: '(string)', sort: bySize, page })],
    ['objects by a text', (ask) => ask.objects(compared, { text: 'tex', sort: bySize, page })],
    ['new objects', (ask) => ask.objects(compared, { base, age: 'new', sort: bySize, page })],
    ['objects that stay', (ask) => ask.objects(compared, { base, third, age: 'new', sort: bySize, page })],
    ['gone objects', (ask) => ask.objects(compared, { base, age: 'deleted', sort: bySize, page })],
    ['duplicate strings', (ask) => ask.strings(compared, page)],
    ['dominated', (ask) => ask.dominated(compared, 0 as never, page)],
    ['dominators by class', (ask) => ask.dominators(compared, { by: 'object', sort: bySize, page })],
    ['files', (ask) => ask.classes(compared, { by: 'module', sort: bySize, page })],
    ['what is freed', (ask) => ask.whatIfCut(compared, 0 as never, 0)],
    ['paths', (ask) => ask.pathTree(compared, { className: '(string)', sort: { ...bySize }, page })],
    ...(['class', 'path', 'site', 'object', 'module'] as const).map(
      (by) =>
        [
          `changes by ${by}`,
          (ask: Queries) => ask.diff({ base, compared, by, sort: byDelta, page }),
        ] as const,
    ),
    ['changes between three', (ask) => ask.diff({ base, compared, third, by: 'class', sort: byDelta, page })],
  ];

  it.each(QUESTIONS)('%s: the answer is kept, and dropped where there is no room', (_, question) => {
    const work = (): number => {
      let looks = 0;
      question(asked({ cancelled: () => ++looks < 0, progress: () => {} }));
      return looks;
    };
    limitKeptAnswers(Number.POSITIVE_INFINITY);
    work();
    const again = work();
    const first = heaps.get(base) as HeapIndex;
    limitKeptAnswers(1);
    // The newest is kept whatever it weighs: one that weighs nothing takes its place.
    keptAnswer(first, 'nothing', () => new Uint8Array(0));
    expect(work()).toBeGreaterThan(again);
  });
});
