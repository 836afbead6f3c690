import { stopIfCancelled, UNWATCHED, type Watch } from '../base/watch.js';
import type { HeapGraph } from '../model/heap-graph.js';
import type { HeapIndex } from '../model/heap-index.js';
import { classesOf, classSums } from './classes.js';
import { detachednessOf } from './detachedness.js';
import { distancesOf } from './distances.js';
import { type Dominators, dominatorsOf } from './dominators.js';
import { ephemeronsOf } from './ephemerons.js';
import { packedDistances } from './packed-distances.js';
import { retainedSizes } from './retained-size.js';
import { shallowSizes } from './shallow-sizes.js';
import { WorkMemory } from './work-memory.js';

/** Works out once what every question needs. Cancellable between phases; throws the Failure `cancelled`. */
export function buildHeapIndex(graph: HeapGraph, watch: Watch = UNWATCHED): HeapIndex {
  const phase = <T>(name: string, work: () => T): T => {
    stopIfCancelled(watch);
    watch.progress(undefined, name);
    return work();
  };
  const work = new WorkMemory(graph);
  const { distance, dominator, preorder, subtree } = walks(graph, phase, watch, work);
  const shallowSize = phase('sizes', () => shallowSizes(graph, watch, work));
  work.letGo();
  const retainedSize = phase('retained sizes', () => retainedSizes(shallowSize, dominator, preorder, watch));
  const detachedness = phase('detached', () => detachednessOf(graph, watch));
  const classes = phase('classes', () => classesOf(graph, detachedness, watch));
  const sums = phase('sums', () =>
    classSums(classes, shallowSize, distance, preorder, subtree, retainedSize, watch),
  );
  return {
    graph,
    shallowSize,
    distance,
    dominator,
    preorder,
    retainedSize,
    ...(detachedness && { detachedness }),
    ...classes,
    ...sums,
  };
}

/** What is needed in between is let go of with the end of it: the walk for dominators is where a heap takes most. */
function walks(
  graph: HeapGraph,
  phase: <T>(name: string, work: () => T) => T,
  watch: Watch,
  work: WorkMemory,
): Dominators & Pick<HeapIndex, 'distance'> {
  const ephemerons = ephemeronsOf(graph.strings);
  const { takeOut, own } = phase('distances', () => {
    const { distance, own } = distancesOf(graph, ephemerons, watch, work);
    return { own, takeOut: packedDistances(distance, watch) };
  });
  const dominators = phase('depth first', () => dominatorsOf(graph, own, ephemerons, watch, work));
  work.letGoOfEdges();
  return { distance: takeOut(), ...dominators };
}
