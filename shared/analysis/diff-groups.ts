import { Failure } from '../base/failure.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { DiffBy } from '../model/snapshot-rows.js';
import { classPlaces } from './class-places.js';
import { classesAs } from './classes-as.js';
import { NOBODY } from './id-lookup.js';
import { rowsIn } from './identity.js';
import { keptAnswer } from './kept-answers.js';
import { className, nodeLabel } from './node-row.js';
import { pathGroups } from './path-groups.js';
import { poll } from './poll.js';
import { siteNaming } from './site-names.js';

/** By object there would be a row for every one. */
const MOST_OBJECTS = 2_000_000;

/** What the rows of a diff stand for: names, and which of them each node of the two heaps belongs to. */
export interface DiffGroups {
  readonly count: number;
  /** For groups that are shown: those of paths are put together from their steps. */
  nameOf(group: number): string;
  readonly base: GroupColumn;
  readonly compared: GroupColumn;
}

/** The group of node `n` is `groupOf[column[n]]`. */
export interface GroupColumn {
  readonly column: Uint16Array | Uint32Array;
  readonly groupOf: Int32Array;
}

/** `earlier` goes by the class names of `compared`. Throws a Failure where there are no sites, or too many objects. */
export function diffGroups(
  by: DiffBy,
  earlier: HeapIndex,
  compared: HeapIndex,
  watch: Watch = UNWATCHED,
): DiffGroups {
  const base = classesAs(compared, earlier, watch);
  if (by === 'class') return byClass(base, compared);
  if (by === 'module' || by === 'package') return byPlace(by, byClass(base, compared), earlier, compared);
  if (by === 'path') return byPath(earlier, compared, watch);
  if (by === 'site') return siteGroups(earlier, compared, watch);
  if (base.graph.nodeCount + compared.graph.nodeCount > MOST_OBJECTS)
    throw new Failure(
      'too-many',
      'There are too many objects for a row each.',
      'Compare by class and open one.',
    );
  const named = (index: HeapIndex, node: number): string =>
    `${className(index, node)} @${index.graph.id[node]} ${nodeLabel(index, node)}`.slice(0, 200);
  return byName(named, base, compared, watch);
}

/** Where everything was allocated; of a node without a size nothing is said. Throws the Failure `no-sites`. */
export function siteGroups(earlier: HeapIndex, compared: HeapIndex, watch: Watch): DiffGroups {
  if (!compared.graph.traces)
    throw new Failure(
      'no-sites',
      'These snapshots have no allocation sites.',
      'Take them while every allocation is recorded (Allocations), open a .heaptimeline, or compare by class.',
    );
  const base = classesAs(compared, earlier, watch);
  // Each row that is opened asks again.
  return keptAnswer(compared, 'sites', () => byName(siteNaming(), base, compared, watch), earlier);
}

function byPath(earlier: HeapIndex, compared: HeapIndex, watch: Watch): DiffGroups {
  const { count, base, compared: after, nameOf } = pathGroups(earlier, compared, watch);
  const groupOf = Int32Array.from({ length: count }, (_, group) => group);
  return { count, nameOf, base: { column: base, groupOf }, compared: { column: after, groupOf } };
}

function byClass(base: HeapIndex, compared: HeapIndex): DiffGroups {
  const names = [...compared.classNames];
  const groupOf = rowsIn(compared, base);
  groupOf.forEach((row, at) => {
    if (row === NOBODY) groupOf[at] = names.push(base.classNames[at]) - 1;
  });
  return {
    count: names.length,
    nameOf: (group) => names[group],
    base: { column: base.classOf, groupOf },
    compared: { column: compared.classOf, groupOf: Int32Array.from(compared.classNames.keys()) },
  };
}

/** The groups of classes, put together by the file or package that defines them. */
function byPlace(
  by: 'module' | 'package',
  classes: DiffGroups,
  earlier: HeapIndex,
  compared: HeapIndex,
): DiffGroups {
  const places = new Map<string, string>();
  for (const heap of [earlier, compared])
    classPlaces(heap).forEach((place, row) => {
      places.set(heap.classNames[row], place[by]);
    });
  const names: string[] = [];
  const known = new Map<string, number>();
  const placeOf = Int32Array.from({ length: classes.count }, (_, row) => {
    const name = places.get(classes.nameOf(row)) ?? UNPLACED;
    const group = known.get(name) ?? names.push(name) - 1;
    known.set(name, group);
    return group;
  });
  const placed = ({ column, groupOf }: GroupColumn): GroupColumn => ({
    column,
    groupOf: groupOf.map((row) => placeOf[row]),
  });
  return {
    count: names.length,
    nameOf: (group) => names[group],
    base: placed(classes.base),
    compared: placed(classes.compared),
  };
}

/** Of a class that has another name in each heap. */
const UNPLACED = '(runtime)';

/** Names are asked for once a node of a size: those of sites are few and known by their number. */
function byName(
  nameOf: (index: HeapIndex, node: number) => string,
  base: HeapIndex,
  compared: HeapIndex,
  watch: Watch,
): DiffGroups {
  const names: string[] = [];
  const known = new Map<string, number>();
  const grouped = (index: HeapIndex): GroupColumn => {
    const column = new Uint32Array(index.graph.nodeCount);
    for (let node = 0; node < column.length; node++) {
      poll(watch, node, column.length, 'comparing');
      if (index.shallowSize[node] === 0) continue;
      const name = nameOf(index, node);
      const group = known.get(name) ?? names.push(name) - 1;
      known.set(name, group);
      column[node] = group;
    }
    return { column, groupOf: new Int32Array(0) };
  };
  const columns = [grouped(base), grouped(compared)];
  const groupOf = Int32Array.from(names.keys());
  return {
    count: names.length,
    nameOf: (group) => names[group],
    base: { ...columns[0], groupOf },
    compared: { ...columns[1], groupOf },
  };
}
