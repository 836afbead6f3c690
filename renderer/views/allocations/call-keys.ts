import type { CallTree } from '../../../shared/model/call-tree.js';
import type { FrameTable } from '../../../shared/model/stack-table.js';

/** Names a function for as long as the program has it; the same as in `frameGroups`. */
export function functionKey({ name, file, line }: FrameTable, frame: number): string {
  return name[frame] ? `${name[frame]}\0${file[frame]}` : `\0${line[frame]}\0${file[frame]}`;
}

/** The functions from the outermost call to this one. */
export function pathOf(tree: CallTree, row: number): readonly string[] {
  const path: string[] = [];
  for (let at = row; at >= 0; at = tree.parent[at]) path.push(functionKey(tree.frames, tree.frame[at]));
  return path.reverse();
}

/** The call that a path leads to, or the last one on the way; undefined when there is not even the first. */
export function rowAt(tree: CallTree, path: readonly string[], whole: boolean): number | undefined {
  const wanted = new Map<string, number[]>();
  path.forEach((key, depth) => {
    wanted.set(key, [...(wanted.get(key) ?? []), depth]);
  });
  const { frames, frame, parent, length } = tree;
  /** By frame: at which depths of the path it may stand. */
  const depthsOf = Array.from({ length: frames.length }, (_, at) => wanted.get(functionKey(frames, at)));
  const depth = new Map<number, number>();
  let best: number | undefined;
  let deepest = -1;
  // A caller comes before what it calls: one pass follows the path.
  for (let row = 0; row < length; row++) {
    const depths = depthsOf[frame[row]];
    if (!depths) continue;
    const here = parent[row] < 0 ? 0 : (depth.get(parent[row]) ?? -2) + 1;
    if (here < 0 || !depths.includes(here)) continue;
    depth.set(row, here);
    if (here > deepest) {
      deepest = here;
      best = row;
    }
  }
  return whole && deepest !== path.length - 1 ? undefined : best;
}
