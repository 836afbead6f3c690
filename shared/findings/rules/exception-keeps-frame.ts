import { countText, sizeText } from '../../base/quantity.js';
import type { Sign, SourcePlace } from '../../model/finding.js';
import type { TracebackGroup } from '../../model/heap-evidence.js';
import { countedNote } from '../chance-note.js';
import { type Container, containerOf } from '../container-of.js';
import type { Evidence, SourcedPath } from '../evidence.js';
import { countedByChance } from '../fate.js';
import { isLibrary } from '../heap/python-place.js';
import { heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { shortened } from '../shortened.js';
import { located, seconds } from '../signs.js';
import { type Waiting, waitingFor } from '../waiting-for.js';

/** Frames are few and small; what they keep is often counted elsewhere. */
const LEAST = 10;
/** What ends processes or threads only when it is dropped itself. */
const POOL = /(Executor|Pool|Process|Popen)$/;

/** An exception's traceback keeps a frame, and with it all its variables; among them pools that then never end. */
export const exceptionKeepsFrame: FindingRule = {
  id: 'exception-keeps-frame',
  judge(evidence) {
    const groups = evidence.heap?.tracebacks ?? [];
    const floor = heapFloor(evidence);
    const more = groups.filter(({ count, before }) => count - before >= LEAST && count >= before * 1.2);
    const chance = more.filter((one) => countedByChance(evidence, one, floor));
    const told = best(more.filter((one) => !chance.includes(one)));
    // What is told has its tracebacks in more than one place.
    if (told) return leak([grows(evidence, told)]);
    const notes = [best(chance)].flatMap((one) => {
      if (!one) return [];
      const of = { ...one, what: `Tracebacks of ${shortened(nameOf(one.place))}, line ${one.place.line}` };
      return [countedNote(evidence, { ...of, pin: `traceback:${nameOf(one.place)}` }, one)];
    });
    const waiting = waitingFor(evidence);
    const holder = groups.find(
      ({ local, keeps }) => local !== undefined && keeps.some(({ className }) => POOL.test(className)),
    );
    return leak(waiting && holder ? [hangs(evidence, holder, waiting)] : [], notes);
  },
};

/** A frame whose own variable holds the exception is the cause; else, of the program's own, the one that keeps most. */
function best(groups: readonly TracebackGroup[]): TracebackGroup | undefined {
  const most = (some: readonly TracebackGroup[]): TracebackGroup | undefined =>
    some.reduce<TracebackGroup | undefined>(
      (best, one) => (best && best.retainedSize >= one.retainedSize ? best : one),
      undefined,
    );
  const own = groups.filter(({ place }) => !isLibrary(place.file));
  return own.find(({ local }) => local !== undefined) ?? most(own) ?? groups[0];
}

function grows(evidence: Evidence, group: TracebackGroup): Told {
  const { place, count, before, retainedSize } = group;
  const holder = holderOf(evidence, group);
  // A frame that its own variable holds is let go there; else whoever collects the exceptions must.
  const put = group.local === undefined && holder?.path.place;
  const bytesPerSecond = retainedSize / seconds(evidence);
  return {
    severity: severityOf(bytesPerSecond),
    confidence: 'likely',
    title: `Tracebacks keep ${countText(count)} frames of ${nameOf(place)}`,
    because: `${countText(count - before)} more frames than before are kept by the tracebacks of exceptions${holder ? `, which ${holder.container.path} holds` : ''}, and keep ${sizeText(retainedSize)}.`,
    ...located(put && !isLibrary(put.file) ? put : place),
    ...(holder && { path: holder.path.steps }),
    pin: `traceback:${nameOf(place)}`,
    bytesPerSecond,
    retainedSize,
    advice: adviceOf(group, holder?.container.path),
    signs: [
      {
        text: `Tracebacks at line ${place.line} of ${nameOf(place)}: ${countText(before)} before, ${countText(count)} now.`,
        ...(evidence.heap && { snapshots: evidence.heap.snapshots }),
        className: 'traceback',
      },
      ...keepSigns(group),
      ...(holder ? [holderSign(holder)] : []),
    ],
  };
}

interface Holder {
  readonly container: Container;
  readonly path: SourcedPath;
}

/** The growing collection that the exceptions were put into: the one on the way to a traceback. */
function holderOf({ heap }: Evidence, { steps = [] }: TracebackGroup): Holder | undefined {
  const ids = new Set(steps.map(({ id }) => id));
  const paths = heap?.growing.filter(({ container }) => container !== undefined) ?? [];
  const path =
    paths.find(({ steps: own, container }) => ids.has(own[container?.step ?? 0]?.id)) ??
    paths.find(({ row }) => /(Error|Exception)$/.test(row.name));
  const container = path && containerOf(path.steps, path.container?.step);
  return container && { container, path };
}

function holderSign({ container, path: { place } }: Holder): Sign {
  const at = place ? `, which line ${place.line} of ${place.file.split(/[\\/]/).at(-1)} fills` : '';
  return { text: `The exceptions are held by ${container.path}${at}.` };
}

function hangs(evidence: Evidence, group: TracebackGroup, { signs: waiting }: Waiting): Told {
  const { place } = group;
  return {
    severity: 'medium',
    confidence: 'likely',
    title: `A traceback keeps a frame of ${nameOf(place)}, whose pool never ends`,
    because:
      'A process waits for its children to end, and these wait for work: the pool that would tell them to end is a variable of a frame that an exception keeps alive.',
    ...located(place),
    pin: 'hang:',
    retainedSize: group.retainedSize,
    advice: adviceOf(group),
    signs: [
      ...keepSigns(group).map((sign) => ({
        ...sign,
        ...(evidence.heap && { snapshots: [evidence.heap.snapshots[1]], className: 'traceback' }),
      })),
      ...waiting,
    ],
  };
}

function keepSigns({ local, keeps, place }: TracebackGroup): readonly Sign[] {
  const others = keeps.map((one) => `${one.local} (${one.className})`).join(', ');
  return [
    ...(local === undefined
      ? []
      : [
          {
            text: `The local ${local} of ${nameOf(place)} holds the exception, its traceback the frame: a circle.`,
          },
        ]),
    ...(others === '' ? [] : [{ text: `The frame keeps its other variables: ${others}.` }]),
  ];
}

function adviceOf({ local, keeps }: TracebackGroup, holder?: string): string {
  const pool = keeps.find(({ className }) => POOL.test(className));
  return [
    local === undefined
      ? holder === undefined
        ? 'Drop what holds the exception, or clear its __traceback__.'
        : `Keep the text of the exception in ${holder}, not the exception (str(error), or error.with_traceback(None)), or take it out when it was reported.`
      : `Drop ${local} when done (del ${local}, or None in finally), or clear its __traceback__.`,
    ...(pool ? [`Shut ${pool.local} down in a with statement.`] : []),
  ].join(' ');
}

const nameOf = ({ function: name, file }: SourcePlace): string => name ?? file;
