import { heapDiff } from '../../analysis/heap-diff.js';
import { sameObjects } from '../../analysis/identity.js';
import { className } from '../../analysis/node-row.js';
import { retainingPaths } from '../../analysis/retaining-paths.js';
import { snapshotId } from '../../base/brand.js';
import type { SourcePlace } from '../../model/finding.js';
import type { ContainerFacts, GrowingPath } from '../../model/heap-evidence.js';
import type { HeapIndex } from '../../model/heap-index.js';
import type { DiffQuery, DiffRow, PathStep } from '../../model/snapshot-rows.js';
import { chainOf } from './chains.js';
import { growingCollections } from './collections.js';
import { type Counterpart, counterparts } from './counterparts.js';
import { NOTHING, reference } from './look.js';
import { entriesOf, turnover } from './members.js';
import { codePlace } from './python-place.js';

const MOST_CLASSES = 10;
/** Rows of the diff that are looked through for them. */
const MOST_ROWS = 500;
const MOST_PATHS = 4;
const REACTION = 'system / PromiseReaction';
/** Of a class of which none is new. */
const NONE: DiffRow = {
  ...{ name: '', addedCount: 0, removedCount: 0, survivedCount: 0 },
  ...{ addedSize: 0, removedSize: 0, countDelta: 0, sizeDelta: 0 },
};
/** References more than before, for the step that is called the container. */
const LEAST_MORE = 30;
/** Classes of the machine, not of the program: they grow while it warms up. */
const MACHINE =
  /^(system \/|\(compiled code\)|\(object shape\)|\(system\)|\(number\)|\(synthetic\)|\(symbol\)|type$|code$|cell$)/;

/**
 * How new objects are held: of the collections that grew, looked for from below, and of the classes that grew most, in
 * bytes and in number, from the roots.
 */
export function growingPaths(
  base: HeapIndex,
  compared: HeapIndex,
  fresh: Uint8Array,
  repeats?: number,
): readonly GrowingPath[] {
  const along = counterparts(base, compared);
  const facts = containerFacts(base, compared);
  const rows = new Map(diffRows(base, compared, 'countDelta', 100_000).map((row) => [row.name, row]));
  const collections = growingCollections(compared, fresh).flatMap((found): readonly GrowingPath[] => {
    const row = rows.get(found.memberClass);
    const known = along(found.steps);
    const container = facts(found.steps, known, found.step);
    if (!row || container.entries - (container.before ?? 0) < LEAST_MORE) return [];
    const { count, bytes, steps, keys, holds } = found;
    const closureOf = closureAbove(compared, known, steps, container.step);
    return [
      {
        ...{ row, count, retainedSize: bytes, steps, container },
        ...(keys.length > 0 && { keys }),
        ...(holds.length > 0 && { holds }),
        ...(closureOf && { closureOf }),
      },
    ];
  });
  const classes = growingRows(base, compared, repeats).flatMap((row) =>
    retainingPaths(compared, { className: row.name, limit: MOST_PATHS }, { earlier: base }).map((path) => {
      const chain = chainOf(path, row, rowOf);
      const container = chain ? chain.container : grown(path.steps, path.count);
      return { row, ...path, ...chain, ...(container && { container }) };
    }),
  );
  return [...collections, ...classes];

  function rowOf(step: PathStep): DiffRow | undefined {
    // What waits for a promise has no class that is counted by itself.
    if (step.name === REACTION) return undefined;
    const [{ node }] = along([step]);
    return (node === NOTHING ? undefined : rows.get(className(compared, node))) ?? NONE;
  }

  /** The first step from the root that has many more references than the same object had, or the one of its name. */
  function grown(steps: GrowingPath['steps'], count: number): ContainerFacts | undefined {
    const known = along(steps);
    for (let step = 1; step < steps.length - 1; step++) {
      const { node, earlier } = known[step];
      // The table of a Map is counted with it; what is deleted stays there as a hole.
      if (node === NOTHING || steps[step].edge === 'table') continue;
      const before = earlier === NOTHING ? 0 : entriesOf(base, earlier);
      if (entriesOf(compared, node) - before >= Math.max(LEAST_MORE, count / 8))
        return facts(steps, known, step);
    }
    return undefined;
  }
}

/** A cell of a function's closure right above a collection: the function fills it, or one written beside it. */
function closureAbove(
  index: HeapIndex,
  known: readonly Counterpart[],
  steps: GrowingPath['steps'],
  step: number,
): SourcePlace | undefined {
  const closure = steps.findLastIndex(({ edge }, at) => at <= step && edge.endsWith('__closure__'));
  const of = closure > 0 && closure >= step - MOST_TO_CELL ? known[closure - 1].node : NOTHING;
  return of === NOTHING ? undefined : codePlace(index, reference(index, of, '__code__'));
}

/** The tuple of cells, the cell, the collection. */
const MOST_TO_CELL = 2;

function containerFacts(base: HeapIndex, compared: HeapIndex) {
  const limits = new Map(compared.graph.python?.limits ?? []);
  const heaps = { base, compared, same: sameObjects(base, compared) };
  return (steps: GrowingPath['steps'], known: readonly Counterpart[], step: number): ContainerFacts => {
    const { node, earlier } = known[step];
    const limit = limits.get(steps[step].id ?? 0);
    return {
      step,
      className: node === NOTHING ? '' : className(compared, node),
      entries: node === NOTHING ? 0 : entriesOf(compared, node),
      ...(node !== NOTHING &&
        earlier !== NOTHING && { before: entriesOf(base, earlier), ...turnover(heaps, earlier, node) }),
      ...(limit !== undefined && { limit }),
    };
  };
}

function diffRows(
  base: HeapIndex,
  compared: HeapIndex,
  key: DiffQuery['sort']['by'],
  count: number,
): readonly DiffRow[] {
  return heapDiff(base, compared, undefined, {
    base: snapshotId(''),
    compared: snapshotId(''),
    by: 'class',
    filter: { only: 'growing' },
    sort: { by: key, descending: true },
    page: { from: 0, count },
  }).rows;
}

function growingRows(base: HeapIndex, compared: HeapIndex, repeats: number | undefined): readonly DiffRow[] {
  const by = (key: 'retainedDelta' | 'countDelta', wanted: (row: DiffRow) => boolean): readonly DiffRow[] =>
    diffRows(base, compared, key, MOST_ROWS)
      .filter((row) => !MACHINE.test(row.name) && row.addedCount > 0 && wanted(row))
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
