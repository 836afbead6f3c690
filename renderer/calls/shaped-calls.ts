import { frameGroups } from '../../shared/analysis/allocations/frame-groups.js';
import { functionKey } from '../../shared/analysis/allocations/function-key.js';
import { inverted } from '../../shared/analysis/allocations/inverted-calls.js';
import { runtimeFrames } from '../../shared/analysis/allocations/place-names.js';
import {
  focusedOnCall,
  focusedOnFunction,
  mergedFrames,
  mergedRecursion,
  withoutFunction,
} from '../../shared/analysis/allocations/reshaped-calls.js';
import { unreachable } from '../../shared/base/unreachable.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { CallStep } from '../state/call-view.js';
import { rowAt } from './call-keys.js';

/** The tree after the user's steps, one after the other. A step whose function is not there changes nothing. */
export function steppedCalls(tree: CallTree, steps: readonly CallStep[]): CallTree {
  return steps.reduce(step, tree);
}

/** From the leaf, once for each tree. */
export const fromLeaf = (tree: CallTree): CallTree => inverted(tree);

function step(tree: CallTree, one: CallStep): CallTree {
  switch (one.kind) {
    case 'call': {
      const row = rowAt(tree, one.path, true);
      return row === undefined ? tree : focusedOnCall(tree, row);
    }
    case 'function':
    case 'drop':
    case 'merge': {
      const { group, frame } = frameGroups(tree.frames, 'function');
      const wanted = frame.findIndex((at) => functionKey(tree.frames, at) === one.key);
      if (wanted < 0) return tree;
      if (one.kind === 'function') return focusedOnFunction(tree, group, wanted);
      if (one.kind === 'drop') return withoutFunction(tree, group, wanted);
      return mergedFrames(
        tree,
        Uint8Array.from(group, (at) => Number(at === wanted)),
      );
    }
    case 'recursion':
      return mergedRecursion(tree, frameGroups(tree.frames, 'function').group);
    case 'runtime':
      return mergedFrames(tree, runtimeFrames(tree.frames));
    default:
      return unreachable(one);
  }
}
