import type { SourcePlace } from '../../model/finding.js';
import type { StackFacts, ThreadFacts } from '../../model/heap-evidence.js';
import type { PythonThread } from '../../model/python-heap-stream.js';
import { isLibrary } from './python-place.js';

const MOST = 8;
const MOST_STACKS = 40;
const MOST_FRAMES = 30;

/** Threads by name, start and the line where they wait, those that became most first. */
export function threadFacts(
  before: readonly PythonThread[],
  after: readonly PythonThread[],
): readonly ThreadFacts[] {
  const earlier = new Map<string, number>();
  for (const thread of before) earlier.set(keyOf(thread), (earlier.get(keyOf(thread)) ?? 0) + 1);
  const groups = new Map<string, { thread: PythonThread; count: number }>();
  for (const thread of after) {
    const group = groups.get(keyOf(thread));
    if (group) group.count++;
    else groups.set(keyOf(thread), { thread, count: 1 });
  }
  return [...groups]
    .map(([key, { thread, count }]) => {
      const [start, waits] = [startOf(thread), waitOf(thread)];
      return {
        pattern: patternOf(thread.name),
        count,
        before: earlier.get(key) ?? 0,
        ...(start && { start }),
        ...(waits && { waits }),
      };
    })
    .sort((a, b) => b.count - b.before - (a.count - a.before))
    .slice(0, MOST);
}

/** What each thread does, innermost frame first; the first of them is mostly the main thread. */
export function stackFacts(
  before: readonly PythonThread[],
  after: readonly PythonThread[],
): readonly StackFacts[] {
  const key = ({ name, frames }: PythonThread): string =>
    `${name}|${frames.map(({ file, line }) => `${file}:${line}`).join('|')}`;
  const stood = new Set(before.map(key));
  return after.slice(0, MOST_STACKS).map((thread) => ({
    name: thread.name,
    still: stood.has(key(thread)),
    frames: thread.frames.slice(0, MOST_FRAMES),
  }));
}

const patternOf = (name: string): string => name.replace(/\d+/g, '#').slice(0, 80);

function keyOf(thread: PythonThread): string {
  const [start, waits] = [startOf(thread), waitOf(thread)];
  return `${patternOf(thread.name)}|${start?.file}:${start?.function}|${waits?.file}:${waits?.line}`;
}

/** The innermost line of the program's own; where a library does all, the innermost line. */
function waitOf({ frames }: PythonThread): SourcePlace | undefined {
  return frames.find(({ file }) => !isLibrary(file)) ?? frames[0];
}

/** The outermost function that threading did not put there. */
function startOf({ frames }: PythonThread): SourcePlace | undefined {
  return frames.findLast(({ file, function: name }) => !/threading\.py$/.test(file) && name !== '');
}
