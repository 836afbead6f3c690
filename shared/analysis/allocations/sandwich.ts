import type { CallTree } from '../../model/call-tree.js';
import { outermostFirst } from './by-place.js';
import type { FrameGroups } from './frame-groups.js';
import { inverted } from './inverted-calls.js';
import { totalsOf } from './layout-totals.js';
import { focusedOnFunction } from './reshaped-calls.js';

/** One function with everything around it, wherever it was called. */
export interface Sandwich {
  /** Outermost is the function, below it who called it: inverted, with the bytes of the function's calls. */
  readonly callers: CallTree;
  /** Outermost is the function, below it what it called. */
  readonly callees: CallTree;
}

/** Of calls inside a call of the same function only the outer one counts, so that both halves weigh the same. */
export function sandwich(tree: CallTree, functions: FrameGroups, wanted: number): Sandwich {
  const outer: number[] = [];
  outermostFirst(tree, functions.group, functions.count, (row, group, within) => {
    if (group === wanted && !within) outer.push(row);
  });
  const { parent, baseSelf, baseCount } = tree;
  const figures = {
    self: totalsOf(parent, tree.self),
    count: totalsOf(parent, tree.count),
    ...(baseSelf ? { baseSelf: totalsOf(parent, baseSelf) } : {}),
    ...(baseCount ? { baseCount: totalsOf(parent, baseCount) } : {}),
    ...(tree.first ? { first: tree.first } : {}),
  };
  // One frame for every line of a function: its calls merge.
  const frameOf = Uint32Array.from(functions.group, (group) => functions.frame[group]);
  return {
    callers: inverted(tree, { starts: outer, figures, frameOf }),
    callees: focusedOnFunction(byFunction(tree, frameOf), functions.group, wanted),
  };
}

/** Every frame replaced by the one that stands for its function. */
function byFunction(tree: CallTree, frameOf: Uint32Array): CallTree {
  return { ...tree, frame: Uint32Array.from(tree.frame, (frame) => frameOf[frame]) };
}
