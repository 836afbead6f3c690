import { normalize } from 'node:path';
import { OWN, packageOf } from '../../shared/analysis/allocations/place-names.js';
import type { AllocationTable } from '../../shared/model/allocation-table.js';
import { NO_STACK } from '../../shared/model/stack-table.js';
import { readSourceFile, sourcePath } from '../processes/read-source-file.js';
import type { NewArtifact } from '../store/session-store.js';

/** A file that is larger is a bundle, and is kept when it is looked at. */
const MOST_BYTES = 1 << 20;
const MOST_IN_ALL = 16 << 20;
/** Of one reading: the program that is recorded shares the machine. */
const MOST_FILES = 60;

/**
 * The source files of what is allocated, for a review on another machine: those through which most bytes go, the program's
 * own before all others, each once. What was changed since the program ran is not what ran, and not kept.
 */
export class ProfileSources {
  readonly #known = new Set<string>();
  #bytes = 0;

  /** `since`: when the recording began, ms of the clock. */
  constructor(private readonly since: number) {}

  /** `root`: what the target's `/` is to us; absent where it names no files of this machine, and nothing is kept. */
  of(table: AllocationTable, target: number, root: string | undefined): readonly NewArtifact[] {
    const kept: NewArtifact[] = [];
    if (root === undefined) return kept;
    for (const file of heaviest(table)) {
      if (kept.length >= MOST_FILES || this.#bytes >= MOST_IN_ALL) break;
      if (this.#known.has(file)) continue;
      this.#known.add(file);
      const path = sourcePath(file, undefined);
      // Below the root, and not out of it again by its name.
      const read = path === undefined || normalize(path) !== path ? undefined : readIfThere(root + path);
      if (!read || Date.parse(read.modifiedAt) > this.since) continue;
      const data = new TextEncoder().encode(read.text);
      this.#bytes += data.length;
      kept.push({ kind: 'source', at: 0, target, meta: { file, modifiedAt: read.modifiedAt }, data });
    }
    return kept;
  }
}

/** Files by the bytes that go through their frames, where a file is met twice on a stack twice. */
function heaviest({ stack, weight, stacks, length }: AllocationTable): readonly string[] {
  const total = new Float64Array(stacks.length);
  for (let row = 0; row < length; row++) if (stack[row] !== NO_STACK) total[stack[row]] += weight[row];
  const files = new Map<string, number>();
  const { name, file } = stacks.frames;
  const own = new Map<string, boolean>();
  for (let row = stacks.length - 1; row >= 0; row--) {
    if (stacks.prefix[row] !== NO_STACK) total[stacks.prefix[row]] += total[row];
    const at = stacks.frame[row];
    if (file[at] === '' || !(total[row] > 0)) continue;
    files.set(file[at], (files.get(file[at]) ?? 0) + total[row]);
    if (!own.has(file[at])) own.set(file[at], packageOf(file[at], name[at]) === OWN);
  }
  return [...files]
    .sort(([a, x], [b, y]) => Number(own.get(b)) - Number(own.get(a)) || y - x || (a < b ? -1 : 1))
    .map(([one]) => one);
}

function readIfThere(path: string): ReturnType<typeof readSourceFile> | undefined {
  try {
    return readSourceFile(path, MOST_BYTES);
  } catch {
    // It is not on this disk, or no file: its lines stay unknown.
    return undefined;
  }
}
