import { functionKey, nameInKey } from '../../shared/analysis/allocations/function-key.js';
import type { CallTree } from '../../shared/model/call-tree.js';

/** The functions from the outermost call to this one. */
export function pathOf(tree: CallTree, row: number): readonly string[] {
  const path: string[] = [];
  for (let at = row; at >= 0; at = tree.parent[at]) path.push(functionKey(tree.frames, tree.frame[at]));
  return path.reverse();
}

/** The call that a path leads to, or the last one on the way; undefined when there is not even the first. */
export function rowAt(tree: CallTree, path: readonly string[], whole: boolean): number | undefined {
  const numbers = new Map<string, number>();
  const wanted = path.map((key) => {
    const known = numbers.get(key) ?? numbers.size;
    numbers.set(key, known);
    return known;
  });
  const { frames, frame, parent, length } = tree;
  const numberOf = new Int32Array(frames.length).fill(NOWHERE);
  const names = new Set(path.map(nameInKey));
  for (let at = 0; at < frames.length; at++)
    if (names.has(frames.name[at])) numberOf[at] = numbers.get(functionKey(frames, at)) ?? NOWHERE;
  /** How many steps of the path lead to a call; 0 for what is not on it. */
  const steps = new Uint32Array(length);
  let best: number | undefined;
  let furthest = 0;
  // A caller comes before what it calls: one pass follows the path.
  for (let row = 0; row < length; row++) {
    if (parent[row] >= 0 && steps[parent[row]] === 0) continue;
    const before = parent[row] < 0 ? 0 : steps[parent[row]];
    if (before >= wanted.length || numberOf[frame[row]] !== wanted[before]) continue;
    steps[row] = before + 1;
    if (steps[row] > furthest) {
      furthest = steps[row];
      best = row;
    }
  }
  return whole && furthest !== path.length ? undefined : best;
}

const NOWHERE = -1;
