import { basename } from 'node:path';
import { containerOf } from '../../shared/findings/container-of.js';
import type {
  FoundPlace,
  SourcedClosures,
  SourcedCycle,
  SourcedHeap,
  SourcedPath,
} from '../../shared/findings/evidence.js';
import type {
  ClosureGroup,
  CycleGroup,
  GrowingPath,
  HeapEvidence,
} from '../../shared/model/heap-evidence.js';
import { enclosingName } from './enclosing-name.js';
import { functionText } from './function-text.js';
import type { ProgramSources } from './program-sources.js';
import { linkingLine, listeningLine, puttingLine } from './putting-line.js';

/** Adds to what the snapshots show what the program's sources say: lines, and which variables functions name. */
export function sourcedHeap(
  heap: HeapEvidence,
  sources: ProgramSources,
  when: Pick<SourcedHeap, 'span' | 'snapshots'>,
): SourcedHeap {
  return {
    ...heap,
    ...when,
    tracebacks: heap.tracebacks.map((group) => ({ ...group, place: whole(group.place, sources) })),
    growing: heap.growing.map((path) => sourcedPath(path, sources)),
    closures: heap.closures.map((group) => sourcedClosures(group, sources)),
    timers: heap.timers.map((group) => sourcedClosures(group, sources)),
    cycles: heap.cycles.map((cycle) => sourcedCycle(cycle, sources)),
  };
}

/** Of a container’s path, from its end: `_hooks.close` is filled where `_hooks` is. */
const MOST_NAMES = 3;

function sourcedPath(path: GrowingPath, sources: ProgramSources): SourcedPath {
  const container = containerOf(path.steps, path.container?.step);
  if (!container) return path;
  const names = path.steps.map(({ edge }) => edge.replace(/^[.]/, ''));
  const events = names.indexOf('_events');
  const place =
    events > 0
      ? listeningLine(sources, names[events - 1], names[events + 1] ?? '')
      : (container.path
          .split('.')
          .reverse()
          .slice(0, MOST_NAMES)
          .reduce<FoundPlace | undefined>((found, name) => found ?? puttingLine(sources, name), undefined) ??
        // Only a link of a chain is put in by setting it.
        (path.container?.className === path.row.name ? linkingLine(sources, container.name) : undefined));
  return place ? { ...path, place } : path;
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
    .filter((variable) => !new RegExp(`(?<![\\w$.])${variable.replace(/\$/g, '\\$')}(?![\\w$])`).test(text));
  return { ...group, place, unused };
}

function sourcedCycle(cycle: CycleGroup, sources: ProgramSources): SourcedCycle {
  const place = linkingLine(sources, cycle.members[cycle.weak]?.edge ?? '');
  return place ? { ...cycle, place } : cycle;
}

/** A frame whose file has no folder, where the program has one of that name. */
function whole<Place extends { readonly file: string }>(place: Place, sources: ProgramSources): Place {
  const file = /[\\/]/.test(place.file) ? undefined : sources.called(place.file);
  return file ? { ...place, file: file.path } : place;
}
