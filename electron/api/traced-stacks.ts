import type { TracedStack } from '../../shared/findings/evidence.js';
import { decodeCallTree } from '../../shared/format/call-tree-columns.js';
import type { CallTree } from '../../shared/model/call-tree.js';
import type { SourcePlace } from '../../shared/model/finding.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { storedSources } from './allocation-sources.js';
import { bulkCalls } from './session-allocations.js';
import type { Entry } from './session-entry.js';

/** Of the stacks of one profile those that have most. */
const MOST_STACKS = 12;
const MOST_FRAMES = 40;

/**
 * Where was allocated what came in a time and is still there, by every profile that was recorded of a target: the most
 * bytes first. Empty where none was.
 */
export async function tracedStacks(
  engine: Pick<HeapEngine, 'callTree'>,
  entry: Entry,
  target: number,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly TracedStack[]> {
  const found: TracedStack[] = [];
  for (const source of storedSources(entry)) {
    if (source.target !== target || source.unit !== 'bytes') continue;
    const tree = decodeCallTree(await bulkCalls(engine, entry, { target, source: source.id, from, to }));
    const { kind, lines } = source;
    for (const row of largest(tree))
      found.push({ native: kind === 'native', lines, bytes: tree.self[row], frames: framesOf(tree, row) });
  }
  return found.sort((a, b) => b.bytes - a.bytes);
}

function largest({ self, length }: CallTree): readonly number[] {
  return Array.from({ length }, (_, row) => row)
    .filter((row) => self[row] > 0)
    .sort((a, b) => self[b] - self[a])
    .slice(0, MOST_STACKS);
}

/** Innermost first. */
function framesOf({ parent, frame, frames }: CallTree, row: number): readonly SourcePlace[] {
  const found: SourcePlace[] = [];
  for (let at = row; at >= 0 && found.length < MOST_FRAMES; at = parent[at]) {
    const { [frame[at]]: name } = frames.name;
    const { [frame[at]]: file } = frames.file;
    found.push({ file, line: frames.line[frame[at]], ...(name !== '' && { function: name }) });
  }
  return found;
}
