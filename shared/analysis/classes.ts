import { columnF64, columnU16, columnU32, grownU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import { type HeapGraph, NODE_TYPES, NodeType } from '../model/heap-graph.js';
import type { ObjectShape, PlainObjects } from '../model/object-shape.js';
import { DETACHED } from './detachedness.js';
import { matchedShapes, NO_SHAPE, objectShapes } from './object-shapes.js';
import { plainObjects } from './plain-objects.js';
import { poll } from './poll.js';
import { WideMap } from './wide-map.js';

const FIXED: Readonly<Record<number, string>> = {
  [NodeType.hidden]: '(system)',
  [NodeType.code]: '(compiled code)',
  [NodeType.closure]: 'Function',
  [NodeType.regexp]: 'RegExp',
  [NodeType.string]: '(string)',
  [NodeType.concatenatedString]: '(concatenated string)',
  [NodeType.slicedString]: '(sliced string)',
  [NodeType.array]: '(array)',
  [NodeType.number]: '(number)',
  [NodeType.symbol]: '(symbol)',
  [NodeType.bigint]: '(bigint)',
  [NodeType.objectShape]: '(object shape)',
};
const PYTHON_FIXED: Readonly<Record<number, string>> = {
  [NodeType.string]: 'str',
  [NodeType.closure]: 'function',
  [NodeType.code]: 'code',
  [NodeType.objectShape]: 'type',
};

/** Rows that two bytes can say. */
const MOST_NARROW = 1 << 16;

export interface Classes {
  readonly classOf: Uint16Array | Uint32Array;
  readonly classNames: readonly string[];
  readonly plain?: PlainObjects;
  readonly shapes?: readonly ObjectShape[];
}

/**
 * Groups nodes as DevTools names them; CPython's by qualified type name. Plain objects go by their properties, as far as
 * these are frequent.
 */
export function classesOf(
  graph: HeapGraph,
  detachedness: Uint8Array | undefined,
  watch: Watch = UNWATCHED,
): Classes {
  const { nodeCount, nodeType, name, strings, producer } = graph;
  let classOf: Uint16Array | Uint32Array = columnU16(nodeCount);
  const classNames: string[] = [];
  const rowOf = new WideMap<string, number>();
  const row = (text: string): number => {
    let found = rowOf.get(text);
    if (found === undefined) {
      found = classNames.push(text) - 1;
      if (found === MOST_NARROW) classOf = grownU32(classOf, nodeCount);
      rowOf.set(text, found);
    }
    return found;
  };
  const v8 = producer === 'v8';
  const fixed = v8 ? FIXED : PYTHON_FIXED;
  const byType = Int32Array.from(NODE_TYPES, (type, at) => {
    const constant = at === NodeType.synthetic ? `(${type})` : fixed[at];
    return constant === undefined ? -1 : row(constant);
  });
  const byName = new Int32Array(strings.length).fill(-1);
  const byDetachedName = new WideMap<number, number>();
  // Names of old snapshots say so themselves.
  const renames = v8 && graph.detachedness !== undefined && detachedness !== undefined;
  for (let node = 0; node < nodeCount; node++) {
    poll(watch, node, nodeCount, 'classes');
    const constant = byType[nodeType[node]];
    const at = name[node];
    if (constant !== -1) classOf[node] = constant;
    else if (renames && nodeType[node] === NodeType.native && detachedness[node] === DETACHED) {
      let found = byDetachedName.get(at);
      if (found === undefined) {
        found = row(named(`Detached ${strings.at(at) ?? ''}`, producer));
        byDetachedName.set(at, found);
      }
      classOf[node] = found;
    } else {
      if (byName[at] === -1) byName[at] = row(named(strings.at(at) ?? '', producer));
      classOf[node] = byName[at];
    }
  }
  if (!v8) return { classOf, classNames };
  const plain = plainObjects(graph, watch);
  const shapes = objectShapes(graph, plain, watch);
  const matched = matchedShapes(graph, plain, shapes, watch);
  const rows = Int32Array.from(shapes, () => NO_SHAPE);
  for (let at = 0; at < matched.length; at++) {
    poll(watch, at, matched.length, 'classes');
    const shape = matched[at];
    if (shape === NO_SHAPE) continue;
    if (rows[shape] === NO_SHAPE) rows[shape] = row(shapes[shape].name);
    classOf[plain.nodes[at]] = rows[shape];
  }
  return { classOf, classNames, plain, shapes };
}

/**
 * V8: elements go by their tag alone, `<div id="a">` is a `<div>`. CPython's modules and frames are called by their
 * own names: `module re`, `run (app.py:12)`.
 */
function named(name: string, producer: HeapGraph['producer']): string {
  if (producer === 'v8') {
    const tag = name.startsWith('<') ? 0 : name.startsWith('Detached <') ? 10 : -1;
    const space = tag < 0 ? -1 : name.indexOf(' ', tag);
    return space < 0 ? name : `${name.slice(0, space)}>`;
  }
  if (name.startsWith('module ')) return 'module';
  if (name.startsWith('traceback (')) return 'traceback';
  return /\(.*:\d+\)$/.test(name) ? 'frame' : name;
}

/**
 * Sums by class. Nodes without a size, whose bytes are counted elsewhere, are no members. Retained: a member that
 * another member of the class dominates is counted with that one. `subtree`: how many nodes each dominates, itself too,
 * in the order of `preorder`.
 */
export function classSums(
  { classOf, classNames }: Pick<Classes, 'classOf' | 'classNames'>,
  size: ArrayLike<number>,
  distance: Int32Array,
  preorder: Uint32Array,
  subtree: Uint32Array,
  retainedSize: ArrayLike<number>,
  watch: Watch = UNWATCHED,
) {
  const n = classNames.length;
  const classCount = columnU32(n);
  const classSelf = columnF64(n);
  const classRetained = columnF64(n);
  const classDistance = new Int32Array(new SharedArrayBuffer(n * 4)).fill(2 ** 31 - 1);
  for (let node = 0; node < classOf.length; node++) {
    poll(watch, node, classOf.length, 'classes');
    if (size[node] === 0) continue;
    const row = classOf[node];
    classCount[row]++;
    classSelf[row] += size[node];
    if (distance[node] >= 0 && distance[node] < classDistance[row]) classDistance[row] = distance[node];
  }
  // Along the order through the dominator tree: where it leaves what the last counted member of each class dominates.
  const until = new Uint32Array(n);
  for (let at = 0; at < preorder.length; at++) {
    poll(watch, at, preorder.length, 'classes');
    const node = preorder[at];
    const row = classOf[node];
    if (at < until[row] || size[node] === 0) continue;
    classRetained[row] += retainedSize[node];
    until[row] = at + subtree[at];
  }
  return { classCount, classSelf, classRetained, classDistance };
}
