import { sameObjects } from '../../analysis/identity.js';
import type { SourcePlace } from '../../model/finding.js';
import type { TaskFacts } from '../../model/heap-evidence.js';
import type { HeapIndex } from '../../model/heap-index.js';
import { frameStep } from '../frame-step.js';
import { classRows, NOTHING, nameOf, nodesOf, reference } from './look.js';
import { turned } from './members.js';
import { codePlace, framePlace, isLibrary } from './python-place.js';

const MOST = 6;
const DEEPEST = 50;

/** CPython: asyncio's tasks that wait, by coroutine and the line that they wait at. */
export function taskFacts(base: HeapIndex, compared: HeapIndex): readonly TaskFacts[] {
  const before = grouped(base);
  const same = sameObjects(base, compared);
  return [...grouped(compared)]
    .map(
      ([
        key,
        {
          nodes,
          coroutine,
          waits: { place, awaits },
        },
      ]) => ({
        coroutine,
        count: nodes.length,
        before: before.get(key)?.nodes.length ?? 0,
        ...turned(before.get(key)?.nodes ?? [], nodes, same),
        waits: place,
        ...(awaits !== undefined && { awaits }),
      }),
    )
    .sort((a, b) => b.count - b.before - (a.count - a.before))
    .slice(0, MOST);
}

interface Wait {
  readonly place: SourcePlace;
  readonly awaits?: string;
}

interface Group {
  readonly coroutine: string;
  readonly waits: Wait;
  readonly nodes: number[];
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
    // A task that has ended awaits nothing: who keeps it is another question.
    if (!waits || (waits.awaits !== undefined && !isWaiting(index, task, coroutine))) continue;
    const key = `${name}|${waits.place.file}:${waits.place.line}`;
    const group = groups.get(key);
    if (group) group.nodes.push(task);
    else groups.set(key, { coroutine: name, waits, nodes: [task] });
  }
  return groups;
}

const isWaiting = (index: HeapIndex, task: number, coroutine: number): boolean =>
  reference(index, coroutine, 'cr_await') !== NOTHING || reference(index, task, '_fut_waiter') !== NOTHING;

/**
 * Down the chain of what it awaits: the innermost line of the program's own. From CPython 3.12 on a coroutine that waits has
 * no frame in a snapshot: then the line is that of its function.
 */
function waitOf(index: HeapIndex, coroutine: number): Wait | undefined {
  let found: Wait | undefined;
  let at = coroutine;
  for (let depth = 0; depth < DEEPEST && at !== NOTHING; depth++) {
    const next = reference(index, at, 'cr_await');
    const frame = reference(index, at, 'cr_frame');
    const stands = frame === NOTHING ? undefined : framePlace(index, frame);
    const place = stands ?? codePlace(index, reference(index, at, 'cr_code'));
    if (place && (!found || !isLibrary(place.file)))
      found = { place, ...(!stands && { awaits: functionOf(index, next) }) };
    at = next;
  }
  return found;
}

/** The last of its names, as it is called. */
function functionOf(index: HeapIndex, coroutine: number): string {
  const code = coroutine === NOTHING ? NOTHING : reference(index, coroutine, 'cr_code');
  return codePlace(index, code)?.function?.split('.').at(-1) ?? '';
}
