import { columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { NodeType } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { ClassRow } from '../model/snapshot-rows.js';
import { classSums } from './classes.js';
import { keptAnswer, type Weighty } from './kept-answers.js';
import { type NodePlace, nodePlaces } from './node-places.js';
import { poll } from './poll.js';
import { subtreeSizes } from './retained-size.js';

/** Where a class is defined. */
export interface ClassPlace {
  /** The file; CPython: the module. */
  readonly module: string;
  readonly package: string;
}

/** What no file of the program defines: strings, arrays, functions, the runtime's own. */
const RUNTIME = '(runtime)';
/** What stands in no `node_modules`. */
const PROGRAM = '(program)';
/** Objects of a class that are asked where it is defined. */
const ASKED = 4;

/** Of a place that is kept; its texts are the heap's or few. */
const PLACE_BYTES = 48;

/** For each class where it is defined: CPython's names say it, of V8's the constructor of an object does. */
export function classPlaces(index: HeapIndex, watch: Watch = UNWATCHED): readonly ClassPlace[] {
  return keptAnswer(index, 'places of classes', (): Weighty & { readonly places: readonly ClassPlace[] } => ({
    places:
      index.graph.producer === 'cpython'
        ? index.classNames.map(byName)
        : bySites(index, classSites(index, watch)),
    bytes: index.classNames.length * PLACE_BYTES,
  })).places;
}

/** `app.models.User` is defined in `app.models`, a module of the package `app`. */
function byName(name: string): ClassPlace {
  const module = /^(?<module>[\w.]+)\.[^.]+$/.exec(name)?.groups?.['module'];
  return module ? { module, package: module.split('.', 1)[0] } : { module: 'builtins', package: 'builtins' };
}

/** Where source maps tell, the file that a person wrote. */
function bySites(
  { classFiles }: HeapIndex,
  sites: readonly (NodePlace | undefined)[],
): readonly ClassPlace[] {
  return sites.map((site, row) => {
    const file = classFiles?.[row] || site?.file;
    return file ? { module: file, package: packageOf(file) } : { module: RUNTIME, package: RUNTIME };
  });
}

/** For each class of V8 where its code begins; undefined for what no script defines. */
export function classSites(
  { graph, classNames, classOf }: HeapIndex,
  watch: Watch = UNWATCHED,
): readonly (NodePlace | undefined)[] {
  const placeOf = nodePlaces(graph);
  const sites: (NodePlace | undefined)[] = classNames.map(() => undefined);
  const asked = new Uint8Array(classNames.length);
  const { nodeCount, nodeType } = graph;
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'files');
    const row = classOf[node];
    if (nodeType[node] !== NodeType.object || asked[row] >= ASKED) continue;
    asked[row]++;
    const site = placeOf(node);
    if (!site) continue;
    asked[row] = ASKED;
    sites[row] = site;
  }
  return sites;
}

/** The innermost `node_modules` counts; a scope belongs to the name. */
function packageOf(file: string): string {
  if (file.startsWith('node:')) return 'node';
  const [, inside] = /.*[\\/]node_modules[\\/](.+)$/.exec(file) ?? [];
  if (inside === undefined) return PROGRAM;
  const [first, second] = inside.split(/[\\/]/);
  return first.startsWith('@') && second ? `${first}/${second}` : first;
}

/** Rows of the files or packages that define classes, with what they retain counted once. */
export function placeRows(
  index: HeapIndex,
  by: keyof ClassPlace,
  watch: Watch = UNWATCHED,
): readonly ClassRow[] {
  const places = classPlaces(index, watch);
  const classNames: string[] = [];
  const groups = new Map<string, number>();
  const groupOf = Uint32Array.from(places, (place) => {
    const found = groups.get(place[by]) ?? classNames.push(place[by]) - 1;
    groups.set(place[by], found);
    return found;
  });
  const classOf = columnU32(index.classOf.length);
  for (let node = 0; node < classOf.length; node++) {
    poll(watch, node, classOf.length, 'files');
    classOf[node] = groupOf[index.classOf[node]];
  }
  const { shallowSize, distance, dominator, preorder, retainedSize } = index;
  const subtree = subtreeSizes(dominator, preorder, watch);
  const sums = classSums(
    { classOf, classNames },
    shallowSize,
    distance,
    preorder,
    subtree,
    retainedSize,
    watch,
  );
  return classNames.map((name, row) => ({
    name,
    count: sums.classCount[row],
    selfSize: sums.classSelf[row],
    retainedSize: sums.classRetained[row],
    distance: sums.classDistance[row],
  }));
}
