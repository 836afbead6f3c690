import { setImmediate as nextTurn } from 'node:timers/promises';
import { collectNow } from '../../electron/engine/collect-garbage.js';
import { type FlatHeap, flatten, unflatten } from '../../electron/engine/flat-heap.js';
import type { TypedColumn } from '../../electron/engine/typed-column.js';
import { checkedIndex } from '../../electron/engine/worker/checked-index.js';
import { classPage } from '../../shared/analysis/class-rows.js';
import { dominatorPage } from '../../shared/analysis/dominator-rows.js';
import { duplicateStrings } from '../../shared/analysis/duplicate-strings.js';
import { heapDiff } from '../../shared/analysis/heap-diff.js';
import { buildHeapIndex } from '../../shared/analysis/heap-index.js';
import { objectPage } from '../../shared/analysis/object-rows.js';
import { pathTreePage } from '../../shared/analysis/path-tree.js';
import { retainingPaths } from '../../shared/analysis/retaining-paths.js';
import { snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import { UNWATCHED } from '../../shared/base/watch.js';
import type { HeapIndex } from '../../shared/model/heap-index.js';
import { mutatedPythonHeap } from './python-heap-mutations.js';
import { Random } from './random.js';
import { readHeap } from './read-heap.js';
import { mutatedSnapshot } from './snapshot-mutations.js';

/**
 * Opens `cases` heaps whose stored columns were changed, and asks everything of those that are let in. Throws for the
 * first that is neither refused with a Failure nor answers, naming the seed and the case that make it again.
 */
export async function fuzzColumns(
  seed: number,
  cases: number,
): Promise<{ readonly refused: number; readonly read: number }> {
  const count = { refused: 0, read: 0 };
  for (let i = 0; i < cases; i++) {
    // Weak references hold what they name to the end of a turn, and the collector does not see how heavy columns are.
    if (i % TURN === 0) await nextTurn().then(collectNow);
    const random = new Random(seed + i);
    const heap = someHeap(random);
    try {
      const index = checkedIndex(unflatten(mutated(flatten(heap), random)), UNWATCHED);
      askEverything(index, heap);
      count.read++;
    } catch (error) {
      if (!(error instanceof Failure))
        throw new Error(`case ${seed + i}: ${error instanceof Error ? error.stack : error}`);
      count.refused++;
    }
  }
  return count;
}

/** The first file that opens: small, with odd names and shapes of its own. */
function someHeap(random: Random): HeapIndex {
  for (;;)
    try {
      const file = random.below(3) === 0 ? mutatedPythonHeap(random) : mutatedSnapshot(random);
      return buildHeapIndex(readHeap(typeof file === 'string' ? Buffer.from(file) : file));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
}

function mutated({ tree, columns }: FlatHeap, random: Random): FlatHeap {
  const changed = new Map(columns);
  const names = [...columns.keys()];
  let rest = tree;
  for (let times = 1 + random.below(3); times > 0; times--) {
    const name = random.of(names);
    const column = changed.get(name) as TypedColumn;
    switch (random.below(6)) {
      case 0:
        changed.set(name, column.slice(0, random.below(column.length + 1)));
        break;
      case 1:
        changed.set(
          name,
          random.of([Uint8Array, Uint32Array, Int32Array, Float64Array]).from(column as never),
        );
        break;
      case 2:
        changed.set(name, changed.get(random.of(names)) as TypedColumn);
        break;
      case 3:
        // A count of the tree, or anything else that is a number there.
        rest = JSON.parse(JSON.stringify(rest), (_, value: unknown) =>
          typeof value === 'number' && random.below(4) === 0 ? random.of(ODD) : value,
        );
        break;
      default:
        if (column.length > 0) {
          const copy = column.slice();
          copy[random.below(copy.length)] = random.of(VALUES);
          changed.set(name, copy);
        }
    }
  }
  return { tree: rest, columns: changed };
}

const VALUES = [0, 1, 2, 7, 14, 15, 255, 256, 65_535, 0x7fff_ffff, 0xffff_ffff, -1, 1.5, Number.NaN, 1e300];
const ODD = [0, 1, 3, 17, 0xffff_ffff, 2 ** 53, -1, 1.5, null, 'x', []];

/** Cases after which the memory of those before is let go of. */
const TURN = 200;

function askEverything(index: HeapIndex, other: HeapIndex): void {
  const page = { from: 0, count: 50 };
  const by = { by: 'retainedSize', descending: true } as const;
  const id = snapshotId('s1/1');
  const classes = classPage(index, { sort: by, page });
  classPage(index, { by: 'package', sort: by, page });
  objectPage(index, { sort: by, page });
  objectPage(index, { text: '/a/', sort: { by: 'distance', descending: false }, page });
  for (const { name } of classes.rows.slice(0, 3)) {
    retainingPaths(index, { className: name, limit: 5, freed: true });
    pathTreePage(index, { className: name, sort: by, page });
    objectPage(index, { className: name, base: id, third: id, sort: by, page }, other, other);
  }
  for (const filter of [undefined, { minRetainedSize: 9, maxDistance: 3 }, { text: '/a/' }]) {
    dominatorPage(index, { by: 'object', filter, sort: by, page });
    dominatorPage(index, { by: 'class', filter, sort: by, page });
  }
  for (const filter of [undefined, { text: '/a/', minSize: 9, minCount: 2 }])
    duplicateStrings(index, { ...page, filter });
  const sort = { by: 'retainedDelta', descending: true } as const;
  for (const rows of ['class', 'object', 'site', 'path'] as const)
    for (const third of [undefined, other])
      for (const filter of [undefined, { className: classes.rows[0]?.name ?? 'x', maxDistance: 3 }])
        heapDiff(other, index, third, { base: id, compared: id, by: rows, filter, sort, page });
}
