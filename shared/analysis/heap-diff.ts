import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { DiffAnswer, DiffBy, DiffQuery, DiffRow } from '../model/snapshot-rows.js';
import { wholeName } from './class-named.js';
import { classPlaces } from './class-places.js';
import { classesAs } from './classes-as.js';
import { type DiffGroups, diffGroups } from './diff-groups.js';
import { groupsWithin } from './groups-within.js';
import { NOBODY } from './id-lookup.js';
import { sameObjects } from './identity.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';
import { pythonAges } from './python-ages.js';
import { isRuntimeClass, isRuntimePlace } from './runtime-classes.js';
import { numbersAnew } from './same-places.js';
import { sortedPage } from './sorted-rows.js';
import { textMatch } from './text-match.js';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Totals = Mutable<DiffAnswer['totals']>;

const ADDRESSES =
  'CPython names objects by their address, which a new object may take over: an address with another type, size, text or contents counts as new. ' +
  'Objects of numbers alone cannot be told from the next ones there, nor one whose own parts were all replaced from a new one; net changes by class are exact.';

const AGES =
  'CPython names objects by their address, which a new object may take over: its collector lists objects in the order in which they came, which told new from old here. ' +
  'Texts and what else it does not list are new where they differ';

const MOVED = `${AGES}; a full collection in between may have moved objects in that list: those behind the first snapshot go by their contents, too.`;

const PLACES =
  'Bun numbers its objects anew in each snapshot: the same is what stands at the same place, by names and indices from the roots. ' +
  'Which object of a class is new is a guess where no name leads to it; net changes by class are exact.';

/** What is new, gone and still there between two heaps; with a third, of the new only what it still has. */
export function heapDiff(
  earlier: HeapIndex,
  compared: HeapIndex,
  third: HeapIndex | undefined,
  query: DiffQuery,
  watch: Watch = UNWATCHED,
): DiffAnswer {
  const changed: DiffRow[] = [];
  const totals: Totals = nothing();
  const { text, className, maxDistance } = query.filter ?? {};
  const matches = textMatch(text);
  const there = definedThere([earlier, compared], query);
  const whole =
    className === undefined
      ? undefined
      : wholeName([compared, classesAs(compared, earlier, watch)], className);
  // A row a class is looked up among all of them, which are kept.
  const ofClass = query.by === 'class' ? undefined : whole;
  const near =
    maxDistance === undefined
      ? undefined
      : groupsWithin(query.by, maxDistance, ofClass, earlier, compared, watch);
  for (const [group, row] of diffRows(earlier, compared, third, query.by, ofClass, watch)) {
    if (!matches(row.name) || there?.has(row.name) === false || !wanted(row, query)) continue;
    if (near?.[group] === 0 || (query.by === 'class' && whole !== undefined && row.name !== whole)) continue;
    for (const key of Object.keys(totals) as (keyof Totals)[]) totals[key] += row[key];
    changed.push(row);
  }
  const caveat = caveatOf(earlier, compared);
  const rows = query.ownFirst ? changed.map(ofRuntime(query.by, compared, totals)) : changed;
  const page = sortedPage(rows, query.sort as never, query.page, ({ runtime }) => runtime === true);
  return { ...page, totals, ...(caveat && { caveat }) };
}

/** Says of a row whether it stands behind: see `DiffQuery.ownFirst`. */
function ofRuntime(by: DiffBy, { graph }: HeapIndex, totals: Totals): (row: DiffRow) => DiffRow {
  const all = totals.addedSize + totals.removedSize;
  const is =
    by === 'module' || by === 'package'
      ? ({ name }: DiffRow) => isRuntimePlace(name)
      : ({ name, addedSize, removedSize }: DiffRow) => {
          const own = addedSize + removedSize;
          return by === 'class' && isRuntimeClass(name, graph.producer) && (own === 0 || own < MUCH * all);
        };
  return (row) => (is(row) ? { ...row, runtime: true } : row);
}

/** Of all bytes that came and went: who has so much of them itself is no mere holder. */
const MUCH = 0.1;

function caveatOf({ graph: before }: HeapIndex, { graph: now }: HeapIndex): string | undefined {
  if (now.producer !== 'cpython') return numbersAnew(now) ? PLACES : undefined;
  if (!pythonAges(before, now)) return ADDRESSES;
  return before.python?.since?.full === now.python?.since?.full ? `${AGES}.` : MOVED;
}

/** The classes of the file or package that is asked for, in any of the heaps; undefined where all are wanted. */
function definedThere(
  heaps: readonly HeapIndex[],
  { by, filter }: DiffQuery,
): ReadonlySet<string> | undefined {
  const { module, package: wanted } = filter ?? {};
  if (by !== 'class' || (module === undefined && wanted === undefined)) return undefined;
  return new Set(
    heaps.flatMap((heap) => {
      const places = classPlaces(heap);
      return heap.classNames.filter(
        (_, row) =>
          (module === undefined || places[row].module === module) &&
          (wanted === undefined || places[row].package === wanted),
      );
    }),
  );
}

type GroupRow = readonly [group: number, row: DiffRow];

/** All rows that changed, in no order. */
function diffRows(
  earlier: HeapIndex,
  compared: HeapIndex,
  third: HeapIndex | undefined,
  by: DiffQuery['by'],
  ofClass: string | undefined,
  watch: Watch,
): readonly GroupRow[] {
  // Every page, sort and filter of a diff is about the same rows.
  const question = `what changed by ${by} between ${third ? 'three' : 'two'} of ${JSON.stringify(ofClass)}`;
  return keptAnswer(
    compared,
    question,
    () => {
      const rows = changedRows(earlier, compared, third, by, ofClass, watch);
      return { rows, bytes: rows.reduce((sum, [, { name }]) => sum + ROW_BYTES + name.length, 0) };
    },
    earlier,
    third,
  ).rows;
}

/** Of a row that is kept, without its name. */
const ROW_BYTES = 200;

function changedRows(
  earlier: HeapIndex,
  compared: HeapIndex,
  third: HeapIndex | undefined,
  by: DiffQuery['by'],
  ofClass: string | undefined,
  watch: Watch,
): readonly GroupRow[] {
  const base = classesAs(compared, earlier, watch);
  const groups = diffGroups(by, earlier, compared, watch);
  const same = sameObjects(earlier, compared, watch);
  const stays = third && sameObjects(compared, third, watch);
  const sums = new DiffSums(groups.count, ofClass);
  const old = sums.addRemoved(base, compared, groups, same, third === undefined, watch);
  sums.addNew(compared, groups, old, stays, watch);
  if (by === 'class') sums.addSurvivors(compared);
  else if (by === 'module' || by === 'package') sums.addSurvivors(compared, groups.compared.groupOf);
  const retained = by === 'class' ? retainedDeltas(groups, base, compared) : undefined;
  const rows: GroupRow[] = [];
  for (let group = 0; group < groups.count; group++) {
    poll(watch, group, groups.count, 'comparing');
    const row = sums.row(group);
    const retainedDelta = retained?.[group];
    const met = row.addedCount + row.removedCount + row.survivedCount > 0;
    if (row.addedCount + row.removedCount > 0 || (met && retainedDelta))
      rows.push([
        group,
        {
          name: groups.nameOf(group),
          ...((by === 'path' || by === 'site') && { [by]: group }),
          ...row,
          ...(retainedDelta !== undefined && { retainedDelta }),
        },
      ]);
  }
  return rows;
}

/** Every class; -1 is none, where one heap does not have it. */
const ANY = -2;

/** Counts and bytes, a row a group. */
class DiffSums {
  readonly #added: Uint32Array;
  readonly #removed: Uint32Array;
  readonly #survived: Uint32Array;
  /** New ones, whether a third has them or not. */
  readonly #fresh: Uint32Array;
  readonly #addedSize: Float64Array;
  readonly #removedSize: Float64Array;

  /** With `ofClass` only its objects count. */
  constructor(
    length: number,
    readonly ofClass?: string,
  ) {
    this.#added = new Uint32Array(length);
    this.#removed = new Uint32Array(length);
    this.#survived = new Uint32Array(length);
    this.#fresh = new Uint32Array(length);
    this.#addedSize = new Float64Array(length);
    this.#removedSize = new Float64Array(length);
  }

  /** What is gone, where that is wanted: with a third nobody asks. Returns 1 for each node of `compared` that is not new. */
  addRemoved(
    { shallowSize, classOf, classNames }: HeapIndex,
    compared: HeapIndex,
    { base: { column, groupOf } }: DiffGroups,
    same: Int32Array,
    wanted: boolean,
    watch: Watch,
  ): Uint8Array {
    const [removed, removedSize] = [this.#removed, this.#removedSize];
    const old = new Uint8Array(compared.graph.nodeCount);
    const only = this.#only(classNames);
    for (let node = 0; node < same.length; node++) {
      poll(watch, node, same.length, 'comparing');
      const other = same[node];
      if (other !== NOBODY) old[other] = 1;
      else if (wanted && shallowSize[node] > 0 && (only === ANY || classOf[node] === only)) {
        const group = groupOf[column[node]];
        removed[group]++;
        removedSize[group] += shallowSize[node];
      }
    }
    return old;
  }

  addNew(
    { shallowSize, classOf, classNames }: HeapIndex,
    { compared: { column, groupOf } }: DiffGroups,
    old: Uint8Array,
    stays: Int32Array | undefined,
    watch: Watch,
  ): void {
    const [fresh, added, addedSize] = [this.#fresh, this.#added, this.#addedSize];
    const only = this.#only(classNames);
    for (let node = 0; node < old.length; node++) {
      poll(watch, node, old.length, 'comparing');
      if (old[node] === 1 || shallowSize[node] === 0 || (only !== ANY && classOf[node] !== only)) continue;
      const group = groupOf[column[node]];
      fresh[group]++;
      if (stays && stays[node] === NOBODY) continue;
      added[group]++;
      addedSize[group] += shallowSize[node];
    }
  }

  /** Members of classes are counted already: all that are not new. `groupOf` is of each class; absent, they are the groups. */
  addSurvivors({ classCount, classNames }: HeapIndex, groupOf?: Int32Array): void {
    const only = this.#only(classNames);
    classCount.forEach((count, row) => {
      if (only === ANY || row === only) this.#survived[groupOf ? groupOf[row] : row] += count;
    });
    for (let group = 0; group < this.#survived.length; group++)
      if (this.#survived[group] > 0) this.#survived[group] -= this.#fresh[group];
  }

  /** The row of the class that counts. */
  #only(classNames: readonly string[]): number {
    return this.ofClass === undefined ? ANY : classNames.indexOf(this.ofClass);
  }

  row(group: number): Totals {
    const [addedCount, removedCount] = [this.#added[group], this.#removed[group]];
    const [addedSize, removedSize] = [this.#addedSize[group], this.#removedSize[group]];
    return {
      addedCount,
      removedCount,
      survivedCount: this.#survived[group],
      addedSize,
      removedSize,
      countDelta: addedCount - removedCount,
      sizeDelta: addedSize - removedSize,
    };
  }
}

function nothing(): Totals {
  return {
    addedCount: 0,
    removedCount: 0,
    survivedCount: 0,
    addedSize: 0,
    removedSize: 0,
    countDelta: 0,
    sizeDelta: 0,
  };
}

function wanted(
  { countDelta, sizeDelta, addedCount, removedCount, addedSize, removedSize }: DiffRow,
  { filter }: DiffQuery,
): boolean {
  if (filter?.only === 'growing' && countDelta <= 0 && sizeDelta <= 0) return false;
  if (filter?.only === 'new' && addedCount === 0) return false;
  if (filter?.only === 'deleted' && removedCount === 0) return false;
  return Math.max(addedSize, removedSize) >= (filter?.minSize ?? 0);
}

function retainedDeltas(
  { count, base: { groupOf } }: DiffGroups,
  base: HeapIndex,
  compared: HeapIndex,
): Float64Array {
  const delta = new Float64Array(count);
  compared.classRetained.forEach((bytes, row) => {
    delta[row] += bytes;
  });
  base.classRetained.forEach((bytes, row) => {
    delta[groupOf[row]] -= bytes;
  });
  return delta;
}
