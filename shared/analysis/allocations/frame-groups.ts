import { THREAD_FILE, TYPE_FILE } from '../../model/label-frames.js';
import type { FrameTable } from '../../model/stack-table.js';
import { functionKey } from './function-key.js';
import { moduleOf, packageOf } from './place-names.js';

export type PlaceKind = 'function' | 'line' | 'file' | 'module' | 'package' | 'thread' | 'type';

/** Frames of one place, numbered: `group` by frame, the rest by group. */
export interface FrameGroups {
  readonly count: number;
  readonly group: Uint32Array;
  /** A frame that stands for the group. */
  readonly frame: Uint32Array;
  readonly name: readonly string[];
}

/**
 * Which frames are one place. A function is its name in its file, wherever in it the call stands; one without a name is
 * its line. Of threads and types the frames that are none are one group without a name.
 */
export function frameGroups(frames: FrameTable, kind: PlaceKind): FrameGroups {
  const { name, file, line } = frames;
  const keyOf: Readonly<Record<PlaceKind, (frame: number) => string>> = {
    function: (at) => functionKey(frames, at),
    line: (at) => `${line[at]} ${functionKey(frames, at)}`,
    file: (at) => file[at],
    module: (at) => moduleOf(file[at], name[at]),
    package: (at) => packageOf(file[at], name[at]),
    thread: (at) => (file[at] === THREAD_FILE ? name[at] || '(unnamed)' : ''),
    type: (at) => (file[at] === TYPE_FILE ? name[at] || '(unnamed)' : ''),
  };
  const key = keyOf[kind];
  const known = new Map<string, number>();
  const group = new Uint32Array(frames.length);
  const stands: number[] = [];
  const names: string[] = [];
  for (let at = 0; at < frames.length; at++) {
    const text = key(at);
    let row = known.get(text);
    if (row === undefined) {
      row = stands.push(at) - 1;
      names.push(kind === 'function' || kind === 'line' ? name[at] : text);
      known.set(text, row);
    }
    group[at] = row;
  }
  return { count: stands.length, group, frame: Uint32Array.from(stands), name: names };
}
