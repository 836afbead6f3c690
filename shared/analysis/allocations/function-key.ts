import type { FrameTable } from '../../model/stack-table.js';

/**
 * Names a function for as long as the program has it: by its name in its file, one without a name by its line. No two functions have the same
 * key, whatever is in their names: a name stands after its length.
 */
export function functionKey({ name, file, line }: FrameTable, frame: number): string {
  const own = name[frame];
  return own ? `${own.length} ${own}${file[frame]}` : `0 ${line[frame]} ${file[frame]}`;
}

/** The name in a key; empty for a function without one. */
export function nameInKey(key: string): string {
  const start = key.indexOf(' ') + 1;
  return key.slice(start, start + Number.parseInt(key, 10));
}

/** The first frame of a function; undefined where the program has it no more. */
export function frameOfKey(frames: FrameTable, key: string): number | undefined {
  const wanted = nameInKey(key);
  for (let at = 0; at < frames.length; at++)
    if (frames.name[at] === wanted && functionKey(frames, at) === key) return at;
  return undefined;
}
