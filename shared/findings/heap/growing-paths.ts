import { heapDiff } from '../../analysis/heap-diff.js';
import { idLookup, NOBODY } from '../../analysis/id-lookup.js';
import { className, edgeLabel } from '../../analysis/node-row.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { snapshotId } from '../../base/brand.js';
import type { ContainerFacts, GrowingPath } from '../../model/heap-evidence.js';
import { EdgeType } from '../../model/heap-graph.js';
import type { HeapIndex } from '../../model/heap-index.js';
import type { DiffRow } from '../../model/snapshot-rows.js';
import { NOTHING, reference } from './look.js';

const MOST_CLASSES = 10;
/** Rows of the diff that are looked through for them. */
const MOST_ROWS = 500;
const MOST_PATHS = 4;
/** References more than before, for the step that is called the container. */
const LEAST_MORE = 30;
const MOST_SIBLINGS = 5000;
/** Classes of the machine, not of the program: they grow while it warms up. */
const MACHINE =
  /^(system \/|\(compiled code\)|\(object shape\)|\(system\)|\(number\)|\(synthetic\)|\(symbol\)|type$|code$|cell$)/;

/** The classes that grew most, in bytes and in number, with how their new objects are held. */
export function growingPaths(base: HeapIndex, compared: HeapIndex, repeats?: number): readonly GrowingPath[] {
  const limits = new Map(compared.graph.python?.limits ?? []);
  const lookBefore = idLookup(base.graph.id);
  const lookNow = idLookup(compared.graph.id);
  const containerOf = (steps: GrowingPath['steps'], count: number): ContainerFacts | undefined => {
    let earlier = NOTHING;
    for (let step = 1; step < steps.length - 1; step++) {
      const { id, edge } = steps[step];
      const node = id === undefined ? NOBODY : lookNow(id);
      if (node === NOBODY) continue;
      const name = className(compared, node);
      const known = lookBefore(id ?? 0);
      // The same object, or the one that had its name: a list that is made anew each time has not grown.
      if (known !== NOBODY && className(base, known) === name) earlier = known;
      else if (earlier !== NOTHING) earlier = labelled(base, earlier, edge, name);
      const entries = entriesOf(compared, node);
      const before = earlier === NOTHING ? undefined : entriesOf(base, earlier);
      if (entries - (before ?? 0) < Math.max(LEAST_MORE, count / 8)) continue;
      const limit = limits.get(id ?? 0);
      return {
        step,
        className: name,
        entries,
        ...(before !== undefined && { before }),
        ...(limit !== undefined && { limit }),
      };
    }
    return undefined;
  };
  return growingRows(base, compared, repeats).flatMap((row) =>
    retainingPaths(compared, { className: row.name, limit: MOST_PATHS }, base).map((path) => {
      const chain = chainOf(path, row);
      const container = chain ? chain.container : containerOf(path.steps, path.count);
      return { row, ...path, ...chain, ...(container && { container }) };
    }),
  );
}

function growingRows(base: HeapIndex, compared: HeapIndex, repeats: number | undefined): readonly DiffRow[] {
  const by = (key: 'retainedDelta' | 'countDelta', wanted: (row: DiffRow) => boolean): readonly DiffRow[] =>
    heapDiff(base, compared, undefined, {
      base: snapshotId(''),
      compared: snapshotId(''),
      by: 'class',
      filter: { only: 'growing' },
      sort: { by: key, descending: true },
      page: { from: 0, count: MOST_ROWS },
    })
      .rows.filter((row) => !MACHINE.test(row.name) && row.addedCount > 0 && wanted(row))
      .slice(0, MOST_CLASSES);
  const all = (): boolean => true;
  const exactly = ({ countDelta, addedCount }: DiffRow): boolean =>
    repeats !== undefined && countDelta >= repeats && countDelta % repeats === 0 && addedCount === countDelta;
  const found = [
    ...by('retainedDelta', all),
    ...by('countDelta', all),
    ...(repeats === undefined ? [] : by('retainedDelta', exactly)),
  ];
  return [...new Map(found.map((row) => [row.name, row])).values()];
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

/** What a holder refers to by a name, if it is of the same class. */
function labelled(index: HeapIndex, holder: number, label: string, ofClass: string): number {
  const { firstEdge, edgeTarget } = index.graph;
  const end = Math.min(firstEdge[holder + 1], firstEdge[holder] + MOST_SIBLINGS);
  for (let edge = firstEdge[holder]; edge < end; edge++)
    if (edgeLabel(index, edge) === label && className(index, edgeTarget[edge]) === ofClass)
      return edgeTarget[edge];
  return NOTHING;
}

/** Links that make a chain. */
const LEAST_LINKS = 3;
const LEAST_IN_CHAIN = 40;

/** A list of objects that each hold the next, as they grow: no collection has them, its first link does. */
function chainOf(
  { steps, retainedSize }: Pick<GrowingPath, 'steps' | 'retainedSize'>,
  row: DiffRow,
): Pick<GrowingPath, 'count' | 'retainedSize' | 'steps' | 'container'> | undefined {
  const first = steps.findIndex(
    (step, at) =>
      step.name === row.name &&
      at > 1 &&
      steps.slice(at, at + LEAST_LINKS).length === LEAST_LINKS &&
      steps
        .slice(at + 1, at + LEAST_LINKS)
        .every(({ name, edge }) => name === row.name && edge === steps[at + 1]?.edge),
  );
  if (first < 0 || row.addedCount < LEAST_IN_CHAIN || row.name.startsWith('(')) return undefined;
  const share = row.addedCount / Math.max(1, row.addedCount + row.survivedCount);
  return {
    count: row.addedCount,
    retainedSize: retainedSize * share,
    steps: steps.slice(0, first + LEAST_LINKS),
    container: {
      step: first,
      className: row.name,
      entries: row.addedCount + row.survivedCount,
      before: row.survivedCount + row.removedCount,
    },
  };
}
