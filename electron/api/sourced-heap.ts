import { basename } from 'node:path';
import { type Container, containerOf, variableStep } from '../../shared/findings/container-of.js';
import type {
  FoundPlace,
  SourceBound,
  SourcedClosures,
  SourcedCycle,
  SourcedHeap,
  SourcedPath,
  SourcedStrings,
  TracedStack,
} from '../../shared/findings/evidence.js';
import { isLibrary } from '../../shared/findings/heap/python-place.js';
import type {
  ClosureGroup,
  CycleGroup,
  GrowingPath,
  HeapEvidence,
  StringFacts,
  TaskFacts,
} from '../../shared/model/heap-evidence.js';
import { agedRemoval } from './aged-removal.js';
import {
  callingLine,
  linkingLine,
  listeningElsewhere,
  listeningLine,
  registeringLine,
  usingLine,
  waitingForDone,
} from './calling-line.js';
import { emptyingLine } from './emptying-line.js';
import { enclosingName } from './enclosing-name.js';
import { endingLoop } from './ending-loop.js';
import { functionText } from './function-text.js';
import { literalPattern } from './literal-pattern.js';
import { openingLines } from './opening-line.js';
import type { ProgramSources } from './program-sources.js';
import { fillingLine, puttingLine, puttingLineIn, queueingLine } from './putting-line.js';
import { madeBound, type SizeGuard, sizeGuard } from './size-guard.js';
import { tracedPlace } from './traced-place.js';
import { awaitingLine, waitingLine } from './waiting-line.js';
import { literalLine, makingLine, writtenLine } from './written-line.js';

/** Adds to what the snapshots show what the program's sources say: lines, and which variables functions name. */
export function sourcedHeap(
  heap: HeapEvidence,
  sources: ProgramSources,
  when: Pick<SourcedHeap, 'span' | 'snapshots' | 'times'>,
  traced: readonly TracedStack[] = [],
): SourcedHeap {
  return {
    ...heap,
    ...when,
    tracebacks: heap.tracebacks.map((group) => ({ ...group, place: whole(group.place, sources) })),
    growing: heap.growing.map((path) => sourcedPath(path, sources, traced)),
    tasks: heap.tasks.map((group) => sourcedTask(group, sources)),
    closures: heap.closures.map((group) => sourcedClosures(group, sources)),
    timers: heap.timers.map((group) => sourcedClosures(group, sources)),
    cycles: heap.cycles.map((cycle) => sourcedCycle(cycle, sources)),
    ...(heap.strings && { strings: sourcedStrings(heap.strings, sources) }),
    opening: openingLines(sources),
  };
}

/** Of a container’s path, from its end: `_hooks.close` is filled where `_hooks` is. */
const MOST_NAMES = 3;
/** Built-in classes: that one is made says nothing. */
const BUILT_IN =
  /^(dict|list|tuple|set|str|int|float|bytes|bytearray|frozenset|function|method|Object|Array|Function|Map|Set|Promise|\(.*|\{.*)$/;

function sourcedPath(
  path: GrowingPath,
  sources: ProgramSources,
  traced: readonly TracedStack[],
): SourcedPath {
  const container = containerOf(path.steps, path.container?.step);
  if (!container) {
    const registered = BY_C.test(path.steps[0]?.name ?? '') ? registeringLine(sources) : undefined;
    return registered ? { ...path, place: registered } : path;
  }
  const place = placeOf(path, container, sources, traced);
  const bound = path.container?.chain
    ? undefined
    : (boundOf(path, container, sources) ?? (place && loopAround(path, container, place, sources)));
  const aged = bound ? undefined : agedRemoval(sources, container.name);
  const emptied = bound || aged || path.container?.chain ? undefined : emptyingLine(sources, container.name);
  return {
    ...path,
    ...(place && { place }),
    ...(bound && { bound }),
    ...(aged && {
      aged: aged.line,
      ...(aged.swept && { swept: true }),
      ...(aged.lifetime !== undefined && { lifetime: aged.lifetime }),
    }),
    ...(emptied && { emptied }),
  };
}

/** What no object of Python refers to. */
const BY_C = /^\(held by C\)/;

/** By its name; of a class of the program's own that is a collection, in that class. */
function boundOf(path: GrowingPath, container: Container, sources: ProgramSources): SizeGuard | undefined {
  const found = sizeGuard(sources, container.name) ?? madeBoundOf(container, sources);
  const ofClass = path.container?.className ?? '';
  if (found || BUILT_IN.test(ofClass) || !/^[\w$.]+$/.test(ofClass)) return found;
  for (const self of ['self', 'this']) {
    const own = sizeGuard(sources, self, lastName(ofClass));
    if (own) return { ...own, by: container.name };
  }
  return undefined;
}

/** A loop of more rounds than that many times what is there ends too late to be a bound. */
const IN_SIGHT = 20;

/** What is put in by a loop that ends, which the program runs once. */
function loopAround(
  { container }: GrowingPath,
  { name: by }: Container,
  place: FoundPlace,
  sources: ProgramSources,
): SourceBound | undefined {
  const loop = endingLoop(sources, place);
  if (!loop || loop.rounds > (container?.entries ?? 0) * IN_SIGHT) return undefined;
  const { file, line, rounds, several } = loop;
  return { file, line, by, rounds, ...(!several && { limit: rounds }) };
}

/** A collection within one of a library, as a cache keeps it, has the bound that this was given. */
function madeBoundOf(container: Container, sources: ProgramSources): SizeGuard | undefined {
  for (const name of container.path.split('.').reverse().slice(0, MOST_NAMES)) {
    const made = madeBound(sources, name);
    if (made) return { ...made, by: container.name };
  }
  return undefined;
}

function placeOf(
  path: GrowingPath,
  container: Container,
  sources: ProgramSources,
  traced: readonly TracedStack[],
): FoundPlace | undefined {
  const names = path.steps.map(({ edge }) => bare(edge));
  const events = names.lastIndexOf('_events', container.step);
  const listening =
    events > 0 && events >= container.step - 1
      ? listeningLine(sources, names[events - 1], names[events + 1] ?? '')
      : undefined;
  if (listening) return listening;
  if (path.steps[container.step].name === EVENT_TARGETS_ENTRY) {
    const elsewhere = listeningElsewhere(sources);
    if (elsewhere) return elsewhere;
  }
  const done = FUTURES.test(path.steps[container.step - 1]?.name ?? '') && waitingForDone(sources);
  if (done) return done;
  // Only a link of a chain is put in by setting it.
  if (path.container?.chain) {
    const waiting = PROMISES.test(path.steps[container.step].name)
      ? waitingLine(sources, container.name)
      : undefined;
    const link =
      waiting ??
      linkingLine(sources, container.name) ??
      inner(path.steps, container.step, sources) ??
      literalLine(sources, shapeKeys(path.row.name));
    if (link) return link;
  }
  const member = path.row.name;
  const of = [...(path.keys ?? shapeKeys(member)), ...(BUILT_IN.test(member) ? [] : [lastName(member)])];
  // One that has no name itself, an array in a Map, is filled by another name than that of what holds it.
  const named = path.steps[container.step].edge.includes(container.name);
  const written = named
    ? undefined
    : (fillingLine(sources, container.name) ?? writtenLine(sources, path.keys ?? []));
  if (written) return written;
  const queue = QUEUES.test(path.steps[container.step - 1]?.name ?? '');
  for (const [at, name] of container.path.split('.').reverse().slice(0, MOST_NAMES).entries()) {
    // What has the queue is filled with queues, where that is made.
    const queued = queue && at === 2 ? queueingLine(sources, { of, traced }) : undefined;
    if (queued) return queued;
    const owner = ownerOf(path.steps, name);
    const place = puttingLine(sources, name, {
      of,
      traced,
      nested: !named,
      ownClass: at > 0 && OWN_CLASS.test(classOf(path.steps, name)),
      ...(owner !== undefined && { owner }),
    });
    if (place) return place;
  }
  const called = calledVariable(path.steps, container) && callingLine(sources, container.path.split('.')[0]);
  if (called) return called;
  const inClosure = path.closureOf && puttingLineIn(sources, path.closureOf);
  if (inClosure) return inClosure;
  return (
    writtenLine(sources, path.keys ?? []) ??
    (BUILT_IN.test(member) ? undefined : makingLine(sources, member)) ??
    (inLibrary(path.steps, container) ? usingLine(sources, container.path.split('.')[0]) : undefined) ??
    tracedPlace(libraryPlace(path.steps, container), sources, traced)
  );
}

/** Node's event targets hold their listeners in chains of these. */
const EVENT_TARGETS_ENTRY = 'Listener';
/** Of asyncio: who waits for one is in a list of its own. */
const FUTURES = /^_?asyncio\.(?:\w+\.)?(?:Future|Task)$/;
/** What waits for a promise hangs on it as a chain of these. */
const PROMISES = /^system \/ PromiseReaction$/;
/** Of asyncio and of threads: a deque in an object. */
const QUEUES = /^(asyncio\.queues|queue)\.\w*Queue$/;

/** A function in a variable of the program's own, which keeps the collection in a library: a memoized one. */
function calledVariable(steps: GrowingPath['steps'], container: Container): boolean {
  const variable = variableStep(steps, container.step);
  return variable < container.step && steps[variable]?.name.endsWith('()') && inLibrary(steps, container);
}

/** The collection is not in the program's own objects: in those that V8 saw a library make, or of a class of another module. */
function inLibrary(steps: GrowingPath['steps'], { step }: Container): boolean {
  const below = steps.slice(Math.max(0, variableStep(steps, step)), step + 1);
  return below.some(({ name, place }) => (place ? isLibrary(place.file) : MODULES_CLASS.test(name)));
}

/** Where a library made what has the collection: better than no line. */
function libraryPlace(steps: GrowingPath['steps'], { step }: Container): FoundPlace | undefined {
  const made = steps
    .slice(Math.max(0, step - 1), step + 1)
    .findLast(({ place }) => place && isLibrary(place.file));
  return (
    made?.place && {
      file: made.place.file,
      line: made.place.line,
      how: 'where a library makes what holds it',
    }
  );
}

/** A class of CPython that another module than the main one has: `prometheus_client.metrics.Histogram`. */
const MODULES_CLASS = /^(?!__main__\.)[a-z_]\w*(\.\w+)+$/;

const lastName = (className: string): string => className.split('.').at(-1) ?? className;

/** A plain object goes by its attributes: `{url, body}`. */
const shapeKeys = (className: string): readonly string[] =>
  className.startsWith('{')
    ? className
        .slice(1, -1)
        .split(', ')
        .filter((word) => /^[\w$]+$/.test(word))
    : [];

/** A chain of functions or objects is tied where the name is set by which one holds the next. */
function inner(steps: GrowingPath['steps'], first: number, sources: ProgramSources): FoundPlace | undefined {
  for (const { edge, edgeType } of steps.slice(first + 1)) {
    const name = edge.replace(/^[.]/, '');
    // A variable that a later function closes over.
    const kind = edgeType === 'context' ? 'variable' : 'attribute';
    const place = /^(context|previous|__dict__)$/.test(name) ? undefined : linkingLine(sources, name, kind);
    if (place) return place;
  }
  return undefined;
}

/** Of CPython, as a program is started. */
const OWN_CLASS = /^__main__\./;

/** The class of what has that name. */
const classOf = (steps: GrowingPath['steps'], name: string): string =>
  steps.findLast(({ edge }) => bare(edge) === name)?.name ?? '';

const bare = (edge: string): string => edge.replace(/^[.]|^\["|"\]$/g, '');

/** The class of what has an attribute of that name. */
function ownerOf(steps: GrowingPath['steps'], name: string): string | undefined {
  const at = steps.findLastIndex(({ edge }) => bare(edge) === name);
  return at > 0 && /^[\w$.]+$/.test(steps[at - 1].name) ? steps[at - 1].name : undefined;
}

function sourcedClosures(group: ClosureGroup, sources: ProgramSources): SourcedClosures {
  const { file: name, line, column } = group;
  const file = name === undefined ? undefined : sources.called(name);
  if (!file || line === undefined || column === undefined)
    return name !== undefined && line !== undefined
      ? { ...group, place: { file: name, line, how: 'where the function was written, as V8 says' } }
      : group;
  const text = functionText(file.lines, line, column);
  const within = enclosingName(file.lines, line - 1);
  const place: FoundPlace = {
    file: file.path,
    line,
    ...(within !== undefined && { function: within }),
    how: `where the function was written (${basename(file.path)}:${line})`,
  };
  const unused = group.context
    .map((variable) => variable.name)
    .filter((variable) => !new RegExp(`(?<![\\w$.])${literalPattern(variable)}(?![\\w$])`).test(text));
  return { ...group, place, unused };
}

function sourcedStrings(strings: StringFacts, sources: ProgramSources): SourcedStrings {
  const [most] = strings.top;
  const container = most && containerOf(most.steps);
  const place = container && puttingLine(sources, container.name);
  return place ? { ...strings, place } : strings;
}

/** The edge to make weak is set somewhere; else another of the circle is set, or put into. */
function sourcedCycle(cycle: CycleGroup, sources: ProgramSources): SourcedCycle {
  const { members, weak } = cycle;
  const edges = [members[weak], ...members].flatMap((member) => (member ? [member.edge] : []));
  const ways = [linkingLine, puttingLine];
  const place = ways
    .flatMap((way) => edges.map((edge) => () => way(sources, edge)))
    .reduce<FoundPlace | undefined>((found, look) => found ?? look(), undefined);
  return place ? { ...cycle, place } : cycle;
}

/** Where the snapshot has but the function, the line in it that awaits. */
function sourcedTask(group: TaskFacts, sources: ProgramSources): TaskFacts {
  const { waits, awaits } = group;
  const found = waits && awaits !== undefined ? awaitingLine(sources, waits, awaits) : undefined;
  return found ? { ...group, waits: found } : group;
}

/** A frame whose file has no folder, where the program has one of that name. */
function whole<Place extends { readonly file: string }>(place: Place, sources: ProgramSources): Place {
  const file = /[\\/]/.test(place.file) ? undefined : sources.called(place.file);
  return file ? { ...place, file: file.path } : place;
}
