import { heapDiff } from '../../analysis/heap-diff.js';
import { idLookup, NOBODY } from '../../analysis/identity.js';
import { className } from '../../analysis/node-row.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { snapshotId } from '../../base/brand.js';
import type { ContainerFacts, GrowingPath } from '../../model/heap-evidence.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import type { DiffRow } from '../../model/snapshot-rows.js';
import { NOTHING, reference } from './look.js';

const MOST_CLASSES = 10;
const MOST_PATHS = 4;
/** References more than before, for the step that is called the container. */
const LEAST_MORE = 30;
/** Classes of the machine, not of the program: they grow while it warms up. */
const MACHINE =
  /^(system \/|\(compiled code\)|\(object shape\)|\(system\)|\(number\)|\(synthetic\)|\(symbol\)|type$|code$|cell$)/;

/** The classes that grew most, in bytes and in number, with how their new objects are held. */
export function growingPaths(base: HeapIndex, compared: HeapIndex): readonly GrowingPath[] {
  const limits = new Map(compared.graph.python?.limits ?? []);
  const lookBefore = idLookup(base.graph.id);
  const lookNow = idLookup(compared.graph.id);
  const containerOf = (steps: GrowingPath['steps'], count: number): ContainerFacts | undefined => {
    for (let step = 1; step < steps.length - 1; step++) {
      const { id } = steps[step];
      const node = id === undefined ? NOBODY : lookNow(id);
      if (node === NOBODY) continue;
      const earlier = lookBefore(id ?? 0);
      const same = earlier !== NOBODY && className(base, earlier) === className(compared, node);
      const entries = entriesOf(compared, node);
      const before = same ? entriesOf(base, earlier) : undefined;
      if (entries - (before ?? 0) < Math.max(LEAST_MORE, count / 8)) continue;
      const limit = limits.get(id ?? 0);
      return {
        step,
        className: className(compared, node),
        entries,
        ...(before !== undefined && { before }),
        ...(limit !== undefined && { limit }),
      };
    }
    return undefined;
  };
  return growingRows(base, compared).flatMap((row) =>
    retainingPaths(compared, { className: row.name, limit: MOST_PATHS }, base).map((path) => {
      const container = containerOf(path.steps, path.count);
      return { row, ...path, ...(container && { container }) };
    }),
  );
}

function growingRows(base: HeapIndex, compared: HeapIndex): readonly DiffRow[] {
  const by = (key: 'retainedDelta' | 'countDelta'): readonly DiffRow[] =>
    heapDiff(base, compared, undefined, {
      base: snapshotId(''),
      compared: snapshotId(''),
      by: 'class',
      filter: { only: 'growing' },
      sort: { by: key, descending: true },
      page: { from: 0, count: MOST_CLASSES * 3 },
    })
      .rows.filter(({ name, addedCount }) => !MACHINE.test(name) && addedCount > 0)
      .slice(0, MOST_CLASSES);
  const rows = new Map([...by('retainedDelta'), ...by('countDelta')].map((row) => [row.name, row]));
  return [...rows.values()];
}

/** How much a collection holds: its named and numbered references; of a table without such, all of them. */
function entriesOf(index: HeapIndex, node: number): number {
  const table = /^(Map|Set)$/.test(className(index, node)) ? reference(index, node, 'table') : NOTHING;
  const of = table === NOTHING ? node : table;
  const { firstEdge, edgeType } = index.graph;
  let named = 0;
  for (let edge = firstEdge[of]; edge < firstEdge[of + 1]; edge++)
    if (edgeType[edge] === EdgeType.property || edgeType[edge] === EdgeType.element) named++;
  return named > 0 ? named : firstEdge[of + 1] - firstEdge[of];
}
