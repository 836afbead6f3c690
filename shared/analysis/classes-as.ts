import { columnU16, columnU32 } from '../base/column-memory.js';
import { UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapIndex } from '../model/heap-index.js';
import type { ObjectShape, PlainObjects } from '../model/object-shape.js';
import { classSums } from './classes.js';
import { keptAnswer } from './kept-answers.js';
import { matchedShapes, NO_SHAPE, objectShapes } from './object-shapes.js';
import { plainObjects } from './plain-objects.js';
import { poll } from './poll.js';
import { subtreeSizes } from './retained-size.js';

interface Shapes {
  readonly plain: PlainObjects;
  readonly shapes: readonly ObjectShape[];
}

/**
 * `base` with its plain objects named by the shapes of `compared`, as DevTools has it: which shapes are frequent enough
 * for a name differs between the two, and an object must not seem to change its class by that.
 */
export function classesAs(compared: HeapIndex, base: HeapIndex, watch: Watch = UNWATCHED): HeapIndex {
  if (base.graph.producer !== 'v8' || compared.graph.producer !== 'v8' || base === compared) return base;
  return keptAnswer(
    compared,
    'classes of another',
    () => {
      const index = renamed(base, shapes(compared, watch).shapes, watch);
      return { index, bytes: index === base ? 0 : ownBytes(index) };
    },
    base,
  ).index;
}

/** What it does not share with the index that it was made from. */
function ownBytes({ classOf, classCount, classSelf, classRetained, classDistance }: HeapIndex): number {
  const columns = [classOf, classCount, classSelf, classRetained, classDistance];
  return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** The same index where no object goes by another name. */
function renamed(base: HeapIndex, by: readonly ObjectShape[], watch: Watch): HeapIndex {
  const { nodes } = shapes(base, watch).plain;
  const classNames = [...base.classNames];
  const rowOf = new Map(classNames.map((name, row) => [name, row]));
  const rowNamed = (name: string): number => {
    const found = rowOf.get(name) ?? classNames.push(name) - 1;
    rowOf.set(name, found);
    return found;
  };
  const plain = rowNamed('Object');
  const rows = by.map(({ name }) => rowNamed(name));
  const matched = matchedShapes(base.graph, shapes(base, watch).plain, by, watch);
  let classOf = base.classOf;
  for (let at = 0; at < nodes.length; at++) {
    poll(watch, at, nodes.length, 'comparing');
    const row = matched[at] === NO_SHAPE ? plain : rows[matched[at]];
    if (classOf[nodes[at]] === row) continue;
    if (classOf === base.classOf) {
      classOf = (classNames.length > 1 << 16 ? columnU32 : columnU16)(classOf.length);
      classOf.set(base.classOf);
    }
    classOf[nodes[at]] = row;
  }
  if (classOf === base.classOf) return base;
  const { shallowSize, distance, dominator, preorder, retainedSize } = base;
  const classes = { classOf, classNames };
  const subtree = subtreeSizes(dominator, preorder, watch);
  // Paths go by classes; who holds whom may be worked out later.
  const { paths: _, ...rest } = base;
  return {
    ...rest,
    get retainers() {
      return base.retainers;
    },
    ...classes,
    ...classSums(classes, shallowSize, distance, preorder, subtree, retainedSize, watch),
  };
}

function shapes(index: HeapIndex, watch: Watch): Shapes {
  if (index.plain && index.shapes) return index as Shapes;
  return keptAnswer(index, 'shapes', () => {
    const plain = plainObjects(index.graph, watch);
    const { nodes, ends, above, property } = plain;
    const bytes = [nodes, ends, above, property].reduce((sum, { byteLength }) => sum + byteLength, 0);
    return { plain, shapes: objectShapes(index.graph, plain, watch), bytes };
  });
}
