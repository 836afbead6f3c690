import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import { NodeFlag } from '../model/python-heap-stream.js';
import { classesAs } from './classes-as.js';
import { NOBODY } from './id-lookup.js';
import { keptAnswer } from './kept-answers.js';
import { poll } from './poll.js';
import { type Age, pythonAges } from './python-ages.js';
import { sameIds } from './same-ids.js';
import { numbersAnew, samePlaces } from './same-places.js';
import { dropReplaced } from './same-python-objects.js';
import { WideMap } from './wide-map.js';

/**
 * For each node of `base` the node of `compared` that is the same object, or NOBODY. V8 ids are kept for life,
 * those of JavaScriptCore (Bun) for one snapshot (`samePlaces`). CPython's are addresses: what the collector's order tells of them is
 * believed (`pythonAges`); else the same address with another class, size or contents is another object (`dropReplaced`).
 */
export function sameObjects(base: HeapIndex, compared: HeapIndex, watch: Watch = UNWATCHED): Int32Array {
  // Every page of a diff asks again.
  return keptAnswer(compared, 'same objects', () => match(base, compared, watch), base);
}

function match(base: HeapIndex, compared: HeapIndex, watch: Watch): Int32Array {
  const { classOf } = classesAs(compared, base, watch);
  const rowIn = rowsIn(compared, classesAs(compared, base));
  const python = compared.graph.producer === 'cpython';
  const ages = python ? pythonAges(base.graph, compared.graph) : undefined;
  const [sizeBefore, sizeNow, classNow] = [base.shallowSize, compared.shallowSize, compared.classOf];
  // What has no size is counted with another: it is not there.
  const fits = (node: number, other: number): boolean =>
    classNow[other] === rowIn[classOf[node]] &&
    sizeBefore[node] !== 0 &&
    sizeNow[other] !== 0 &&
    !(python && isNew(base, node, compared, other, ages?.(node, other)));
  if (!numbersAnew(base.graph) || !numbersAnew(compared.graph)) {
    const same = sameIds(base.graph.id, compared.graph.id, watch, fits);
    if (python) dropReplaced(base, compared, same, watch, ages);
    return same;
  }
  const same = samePlaces(base, compared, rowIn, classOf, watch);
  for (let node = 0; node < same.length; node++) {
    poll(watch, node, same.length, 'comparing');
    if (same[node] !== NOBODY && !fits(node, same[node])) same[node] = NOBODY;
  }
  return same;
}

/** For each class of `base` the row of `compared` that has its name, or NOBODY. */
export function rowsIn(compared: HeapIndex, base: HeapIndex): Int32Array {
  const rows = new WideMap<string, number>();
  compared.classNames.forEach((name, row) => {
    rows.set(name, row);
  });
  return Int32Array.from(base.classNames, (name) => rows.get(name) ?? NOBODY);
}

/** By its age or the agent's word where one is known; else a container may have grown, anything else keeps its size. */
function isNew(
  base: HeapIndex,
  node: number,
  compared: HeapIndex,
  other: number,
  age: Age | undefined,
): boolean {
  if (age === 'new') return true;
  if (age === undefined && ((compared.graph.flags?.[other] ?? 0) & NodeFlag.new) !== 0) return true;
  const holds = compared.graph.firstEdge[other + 1] > compared.graph.firstEdge[other];
  return !holds && base.graph.selfSize[node] !== compared.graph.selfSize[other];
}
