import type { FrameTable } from './stack-table.js';

/**
 * What a source knows of an allocation beside its calls, as a frame of its own: outermost the thread that allocated,
 * innermost the type of what was allocated. These files tell such frames from calls.
 */
export const THREAD_FILE = '<thread>';
export const TYPE_FILE = '<type>';

export const isLabel = (file: string): boolean => file === THREAD_FILE || file === TYPE_FILE;

/** By frame, 1 for those that are no calls; undefined where all are. */
export function labelFrames({ length, file }: FrameTable): Uint8Array | undefined {
  let labels: Uint8Array | undefined;
  for (let at = 0; at < length; at++) {
    if (!isLabel(file[at])) continue;
    labels ??= new Uint8Array(length);
    labels[at] = 1;
  }
  return labels;
}
