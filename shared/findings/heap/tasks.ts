import type { SourcePlace } from '../../model/finding.js';
import type { TaskFacts } from '../../model/heap-evidence.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { frameStep } from '../frame-step.js';
import { classRows, NOTHING, nameOf, nodesOf, reference } from './look.js';
import { framePlace, isLibrary } from './python-place.js';

const MOST = 6;
const DEEPEST = 50;

/** CPython: asyncio's tasks that wait, by coroutine and the line that they wait at. */
export function taskFacts(base: HeapIndex, compared: HeapIndex): readonly TaskFacts[] {
  const before = new Map([...grouped(base)].map(([key, { count }]) => [key, count]));
  return [...grouped(compared)]
    .map(([key, { count, coroutine, waits }]) => ({
      coroutine,
      count,
      before: before.get(key) ?? 0,
      ...(waits && { waits }),
    }))
    .sort((a, b) => b.count - b.before - (a.count - a.before))
    .slice(0, MOST);
}

interface Group {
  readonly coroutine: string;
  readonly waits: SourcePlace | undefined;
  count: number;
}

function grouped(index: HeapIndex): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  if (index.graph.producer !== 'cpython') return groups;
  const tasks = classRows(index, (name) => name === '_asyncio.Task' || name === 'asyncio.tasks.Task');
  for (const task of nodesOf(index, tasks)) {
    const coroutine = reference(index, task, '_coro');
    const code = coroutine === NOTHING ? NOTHING : reference(index, coroutine, 'cr_code');
    const name = code === NOTHING ? '' : (frameStep(nameOf(index, code))?.function ?? '');
    const waits = coroutine === NOTHING ? undefined : waitOf(index, coroutine);
    // A task that has ended has no frame: who keeps it is another question.
    if (!waits) continue;
    const key = `${name}|${waits.file}:${waits.line}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { coroutine: name, waits, count: 1 });
  }
  return groups;
}

/** Down the chain of what it awaits: the innermost line of the program's own. */
function waitOf(index: HeapIndex, coroutine: number): SourcePlace | undefined {
  let found: SourcePlace | undefined;
  let at = coroutine;
  for (let depth = 0; depth < DEEPEST && at !== NOTHING; depth++) {
    const frame = reference(index, at, 'cr_frame');
    const place = frame === NOTHING ? undefined : framePlace(index, frame);
    if (place && (!found || !isLibrary(place.file))) found = place;
    at = reference(index, at, 'cr_await');
  }
  return found;
}
