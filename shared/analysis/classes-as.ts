import { columnU32 } from '../base/column-memory.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { ObjectShape, PlainObjects } from '../model/object-shape.js';
import { classSums } from './classes.js';
import { matchedShapes, NO_SHAPE, objectShapes } from './object-shapes.js';
import { plainObjects } from './plain-objects.js';
import { subtreeSizes } from './retained-size.js';

const made = new WeakMap<HeapIndex, WeakMap<HeapIndex, HeapIndex>>();
const shapesOf = new WeakMap<HeapIndex, Shapes>();

interface Shapes {
  readonly plain: PlainObjects;
  readonly shapes: readonly ObjectShape[];
}

/**
 * `base` with its plain objects named by the shapes of `compared`, as DevTools has it: which shapes are frequent enough
 * for a name differs between the two, and an object must not seem to change its class by that.
 */
export function classesAs(compared: HeapIndex, base: HeapIndex): HeapIndex {
  if (base.graph.producer !== 'v8' || compared.graph.producer !== 'v8' || base === compared) return base;
  let known = made.get(compared);
  if (!known) {
    known = new WeakMap();
    made.set(compared, known);
  }
  let index = known.get(base);
  if (!index) {
    index = renamed(base, shapes(compared).shapes);
    known.set(base, index);
  }
  return index;
}

/** The same index where no object goes by another name. */
function renamed(base: HeapIndex, by: readonly ObjectShape[]): HeapIndex {
  const { nodes } = shapes(base).plain;
  const classNames = [...base.classNames];
  const rowOf = new Map(classNames.map((name, row) => [name, row]));
  const rowNamed = (name: string): number => {
    const found = rowOf.get(name) ?? classNames.push(name) - 1;
    rowOf.set(name, found);
    return found;
  };
  const plain = rowNamed('Object');
  const rows = by.map(({ name }) => rowNamed(name));
  const matched = matchedShapes(base.graph, shapes(base).plain, by);
  let classOf = base.classOf;
  for (let at = 0; at < nodes.length; at++) {
    const row = matched[at] === NO_SHAPE ? plain : rows[matched[at]];
    if (classOf[nodes[at]] === row) continue;
    if (classOf === base.classOf) {
      classOf = columnU32(classOf.length);
      classOf.set(base.classOf);
    }
    classOf[nodes[at]] = row;
  }
  if (classOf === base.classOf) return base;
  const { shallowSize, distance, dominator, preorder, retainedSize } = base;
  const classes = { classOf, classNames };
  const subtree = subtreeSizes(dominator, preorder);
  return {
    ...base,
    ...classes,
    ...classSums(classes, shallowSize, distance, preorder, subtree, retainedSize),
  };
}

function shapes(index: HeapIndex): Shapes {
  if (index.plain && index.shapes) return index as Shapes;
  let found = shapesOf.get(index);
  if (!found) {
    const plain = plainObjects(index.graph);
    found = { plain, shapes: objectShapes(index.graph, plain) };
    shapesOf.set(index, found);
  }
  return found;
}
