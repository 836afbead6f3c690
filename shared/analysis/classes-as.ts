import type { HeapIndex } from '../model/heap-index.js';
import { classesOf, classSums } from './classes.js';
import { type ObjectShape, objectShapes } from './object-shapes.js';

const made = new WeakMap<HeapIndex, WeakMap<HeapIndex, HeapIndex>>();
const shapesOf = new WeakMap<HeapIndex, readonly ObjectShape[]>();

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
    index = isSame(shapes(compared), shapes(base)) ? base : renamed(base, shapes(compared));
    known.set(base, index);
  }
  return index;
}

function renamed(base: HeapIndex, by: readonly ObjectShape[]): HeapIndex {
  const { graph, shallowSize, distance, dominator, preorder, retainedSize } = base;
  const classes = classesOf(graph, base.detachedness, by);
  return {
    ...base,
    ...classes,
    ...classSums(classes, shallowSize, distance, dominator, preorder, retainedSize),
  };
}

function shapes(index: HeapIndex): readonly ObjectShape[] {
  let found = shapesOf.get(index);
  if (!found) {
    found = objectShapes(index.graph);
    shapesOf.set(index, found);
  }
  return found;
}

function isSame(a: readonly ObjectShape[], b: readonly ObjectShape[]): boolean {
  return a.length === b.length && a.every(({ name }, at) => name === b[at].name);
}
