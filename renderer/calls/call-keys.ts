import type { CallTree } from '../../shared/model/call-tree.js';
import type { FrameTable } from '../../shared/model/stack-table.js';

/** Names a function for as long as the program has it; the same as in `frameGroups`. */
export function functionKey({ name, file, line }: FrameTable, frame: number): string {
  return name[frame] ? `${name[frame]}\0${file[frame]}` : `\0${line[frame]}\0${file[frame]}`;
}

/** The first frame of a function; undefined where the program has it no more. */
export function frameOfKey({ name, file, line, length }: FrameTable, key: string): number | undefined {
  const parts = key.split('\0');
  // Of what has a name: that and its file. Without one: nothing, the line, the file.
  const place = key.startsWith('\0');
  const wanted = place ? '' : parts[0];
  const where = parts.slice(place ? 2 : 1).join('\0');
  for (let at = 0; at < length; at++)
    if (name[at] === wanted && file[at] === where && (!place || String(line[at]) === parts[1])) return at;
  return undefined;
}

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
  const names = new Set(path.map((key) => key.slice(0, key.indexOf('\0'))));
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
