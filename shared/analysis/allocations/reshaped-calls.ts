import type { CallTree } from '../../model/call-tree.js';
import { CarriedCalls } from './carried-calls.js';

/** What becomes of a call when a tree is reshaped. */
export const KEEP = 0;
/** Its bytes go to its caller, and what it called hangs on that one. */
export const MERGE = 1;
/** It goes, with all that it called. */
export const DROP = 2;
/** It goes, and what it called becomes outermost. */
export const PASS = 3;
export type Fate = typeof KEEP | typeof MERGE | typeof DROP | typeof PASS;

/** The same calls with some of them merged or dropped; siblings of one frame become one. `fate` is asked once a row. */
export function reshaped(tree: CallTree, fate: (row: number) => Fate): CallTree {
  const { length, parent, frame } = tree;
  const builder = new CarriedCalls(tree);
  /** Where a call stands in the new tree; OUTSIDE what stands on nothing, GONE what was dropped. */
  const place = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const caller = parent[row] < 0 ? OUTSIDE : place[parent[row]];
    if (caller === GONE) {
      place[row] = GONE;
      continue;
    }
    switch (fate(row)) {
      case KEEP:
        place[row] = builder.row(caller, frame[row]);
        builder.met(place[row], row);
        builder.add(place[row], row);
        break;
      case MERGE:
        place[row] = caller;
        // There is no caller to give it to: its own bytes keep its name.
        if (caller !== OUTSIDE) builder.add(caller, row);
        else if (weighs(tree, row)) builder.add(builder.row(OUTSIDE, frame[row]), row);
        break;
      case DROP:
        place[row] = GONE;
        break;
      case PASS:
        place[row] = OUTSIDE;
        break;
    }
  }
  return builder.tree();
}

const OUTSIDE = -1;
const GONE = -2;

const weighs = ({ self, count, baseSelf }: CallTree, row: number): boolean =>
  self[row] !== 0 || count[row] !== 0 || (baseSelf ? baseSelf[row] !== 0 : false);

/** One call and what it called, as outermost. */
export function focusedOnCall(tree: CallTree, root: number): CallTree {
  const inside = new Uint8Array(tree.length);
  return reshaped(tree, (row) => {
    const caller = tree.parent[row];
    if (row === root || (caller >= 0 && inside[caller] === 1)) inside[row] = 1;
    return inside[row] === 1 ? KEEP : PASS;
  });
}

/** Every call of a function and what it called, as outermost. `group` is of each frame, as `functionsOf` answers. */
export function focusedOnFunction(tree: CallTree, group: ArrayLike<number>, wanted: number): CallTree {
  const inside = new Uint8Array(tree.length);
  return reshaped(tree, (row) => {
    const caller = tree.parent[row];
    if (group[tree.frame[row]] === wanted || (caller >= 0 && inside[caller] === 1)) inside[row] = 1;
    return inside[row] === 1 ? KEEP : PASS;
  });
}

/** Without the stacks that go through a function. */
export const withoutFunction = (tree: CallTree, group: ArrayLike<number>, unwanted: number): CallTree =>
  reshaped(tree, (row) => (group[tree.frame[row]] === unwanted ? DROP : KEEP));

/** Frames for which `hidden` is 1 give their bytes to their callers. */
export const mergedFrames = (tree: CallTree, hidden: ArrayLike<number>): CallTree =>
  reshaped(tree, (row) => (hidden[tree.frame[row]] ? MERGE : KEEP));

/** A function that calls itself is one call. */
export const mergedRecursion = (tree: CallTree, group: ArrayLike<number>): CallTree =>
  reshaped(tree, (row) => {
    const caller = tree.parent[row];
    return caller >= 0 && group[tree.frame[row]] === group[tree.frame[caller]] ? MERGE : KEEP;
  });
