import { idLookup, NOBODY } from '../../analysis/id-lookup.js';
import { className, edgeLabel } from '../../analysis/node-row.js';
import type { HeapIndex } from '../../model/heap-index.js';
import type { PathStep } from '../../model/snapshot-rows.js';
import { NOTHING } from './look.js';

/** A step of a path in the later heap, and what stood there in the earlier one. */
export interface Counterpart {
  /** NOTHING for a step that is no object. */
  readonly node: number;
  /** NOTHING where the earlier heap has none. */
  readonly earlier: number;
}

const MOST_SIBLINGS = 5000;

/**
 * For each step from a root the same object in the earlier heap, or the one that had its name there: a list that is made
 * anew each time has not grown.
 */
export function counterparts(
  base: HeapIndex,
  compared: HeapIndex,
): (steps: readonly PathStep[]) => readonly Counterpart[] {
  const lookBefore = idLookup(base.graph.id);
  const lookNow = idLookup(compared.graph.id);
  return (steps) => {
    let earlier = NOTHING;
    return steps.map(({ id, edge }) => {
      const node = id === undefined ? NOBODY : lookNow(id);
      if (node === NOBODY) return { node: NOTHING, earlier: NOTHING };
      const name = className(compared, node);
      const known = lookBefore(id ?? 0);
      if (known !== NOBODY && className(base, known) === name) earlier = known;
      else if (earlier !== NOTHING) earlier = labelled(base, earlier, edge, name);
      return { node, earlier };
    });
  };
}

/** What a holder refers to by a name, if it is of the same class. */
function labelled(index: HeapIndex, holder: number, label: string, ofClass: string): number {
  const { firstEdge, edgeTarget } = index.graph;
  const end = Math.min(firstEdge[holder + 1], firstEdge[holder] + MOST_SIBLINGS);
  for (let edge = firstEdge[holder]; edge < end; edge++)
    if (edgeLabel(index, edge) === label && className(index, edgeTarget[edge]) === ofClass)
      return edgeTarget[edge];
  return NOTHING;
}
