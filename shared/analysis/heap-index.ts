import { columnF64 } from '../base/column-memory.js';
import { stopIfCancelled, UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { classesOf, classSums } from './classes.js';
import { detachednessOf } from './detachedness.js';
import { distancesOf } from './distances.js';
import { dominatorsOf } from './dominators.js';
import { ephemeronsOf } from './ephemerons.js';
import { essentialEdges } from './essential-edges.js';
import { retainersOf } from './retainers.js';
import { shallowSizes } from './shallow-sizes.js';

/** Works out once what every question needs. Cancellable between phases; throws the Failure `cancelled`. */
export function buildHeapIndex(graph: HeapGraph, watch: Watch = UNWATCHED): HeapIndex {
  const phase = <T>(name: string, work: () => T): T => {
    stopIfCancelled(watch);
    watch.progress(undefined, name);
    return work();
  };
  const retainers = phase('retainers', () => retainersOf(graph, watch));
  const ephemerons = ephemeronsOf(graph.strings);
  const distance = phase('distances', () => distancesOf(graph, ephemerons, watch));
  const essential = phase('edges that keep alive', () => essentialEdges(graph, ephemerons, watch));
  const { dominator, preorder } = phase('dominators', () => dominatorsOf(graph, essential, watch));
  const shallowSize = phase('sizes', () => shallowSizes(graph, watch));
  const retainedSize = columnF64(graph.nodeCount);
  retainedSize.set(shallowSize);
  for (let i = preorder.length - 1; i > 0; i--)
    retainedSize[dominator[preorder[i]]] += retainedSize[preorder[i]];
  const detachedness = phase('detached', () => detachednessOf(graph));
  const classes = phase('classes', () => classesOf(graph, detachedness));
  const sums = classSums(classes, shallowSize, distance, dominator, preorder, retainedSize);
  return {
    graph,
    shallowSize,
    ...retainers,
    distance,
    dominator,
    preorder,
    retainedSize,
    ...(detachedness && { detachedness }),
    ...classes,
    ...sums,
  };
}
