import type { OriginalPlaces } from '../../model/original-places.js';
import type { FrameTable } from '../../model/stack-table.js';

/**
 * The same frames, each where it was written: name, file, line and column of those that a source map tells; the others
 * as they are. A function keeps its own name where the map has none for its place; one without a name stays so.
 */
export function resolveFrames(frames: FrameTable, places: OriginalPlaces): FrameTable {
  const { length } = frames;
  const name = [...frames.name];
  const file = [...frames.file];
  const line = frames.line.slice();
  const column = frames.column?.slice() ?? new Uint32Array(length);
  for (let row = 0; row < length; row++) {
    const found = places.of(file[row], line[row], Math.max(1, column[row]));
    if (!found) continue;
    if (found.name !== undefined && name[row] !== '') name[row] = found.name;
    file[row] = found.file;
    line[row] = found.line;
    column[row] = found.column;
  }
  return { length, name, file, line, column };
}
