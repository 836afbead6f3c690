import { createHeapEngine } from '../../../electron/engine/create-heap-engine.js';
import { snapshotId } from '../../../shared/base/brand.js';
// @ts-expect-error plain JavaScript, shared with the peers
import { check, phase } from './phase.mjs';

/** node ours.mjs WORKER A B: both files at once, as the product opens a diff; then the first page of it. */
const [, , worker, A, B] = process.argv;
const engine = createHeapEngine({ workerUrl: new URL(worker), memoryLimit: 8e9 });
const [a, b] = [snapshotId('bench/1'), snapshotId('bench/2')];
const page = { from: 0, count: 50 };

const [first, second] = await phase('A and B', () =>
  Promise.all([engine.loadFile(a, A), engine.loadFile(b, B)]),
);
await phase('A classes', () => engine.classes(a, { sort: { by: 'retainedSize', descending: true }, page }));
const diff = await phase('diff', () =>
  engine.diff({ base: a, compared: b, by: 'class', sort: { by: 'sizeDelta', descending: true }, page }),
);
check({
  nodes: first.nodes,
  total: first.totalSize,
  added: diff.totals.addedCount,
  removed: diff.totals.removedCount,
  timings: { A: first.timings, B: second.timings },
});
await engine.dispose();
