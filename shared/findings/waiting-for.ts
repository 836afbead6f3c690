import type { Sign, SourcePlace } from '../model/finding.js';
import type { StackFacts } from '../model/heap-evidence.js';
import type { Evidence, Kin } from './evidence.js';
import { isLibrary } from './heap/python-place.js';

/** Functions of multiprocessing, concurrent and subprocess in which a process waits for others to end. */
const JOINS = /(_exit_function|\.join|\.wait|\.poll|\.shutdown|_python_exit)$/;
const FOR_CHILDREN = /(multiprocessing|concurrent|subprocess)/;
/** In which a worker waits for work. */
const IDLE = /(_process_worker|Queue\.get|^worker)$/;

/** Who waits for whom for ever, and where the waiting worker was started. */
export interface Waiting {
  readonly signs: readonly Sign[];
  readonly pid: number;
  readonly place?: SourcePlace;
}

/**
 * Undefined unless this process stands still, waiting for children to end, and one of these stands still, waiting for
 * work: nobody is left to give it any. A child that was forked has the frames of its parent: they say where.
 */
export function waitingFor({ heap, kin = [] }: Evidence): Waiting | undefined {
  const main = heap && mainOf(heap.stacks);
  if (!main?.still || !joins(main)) return undefined;
  const children = kin.filter(({ relation, alive }) => relation === 'child' && alive);
  const idle = children.find(({ stacks }) => {
    const stack = mainOf(stacks);
    return stack?.still === true && stack.frames.some(({ function: name = '' }) => IDLE.test(name));
  });
  const stack = idle && mainOf(idle.stacks);
  if (!idle || !stack) return undefined;
  const place = stack.frames.find(({ file }) => !isLibrary(file));
  return {
    pid: idle.pid,
    signs: [
      { text: `This process waits in ${framesText(main)} for ${idle.pid} to end.` },
      { text: `Its child ${idle.pid} waits for work that will not come, in ${framesText(stack)}.` },
      ...kin.flatMap(parentSign),
      ...(place
        ? [
            {
              text: `The child was started in ${place.function ?? '?'}, line ${place.line}, as its stack says.`,
            },
          ]
        : []),
    ],
    ...(place && { place }),
  };
}

const mainOf = (stacks: readonly StackFacts[]): StackFacts | undefined =>
  stacks.find(({ name }) => name === 'MainThread') ?? stacks[0];

const joins = ({ frames }: StackFacts): boolean =>
  frames.some(({ function: name = '', file }) => JOINS.test(name) && FOR_CHILDREN.test(file));

function parentSign({ relation, pid, stacks }: Kin): readonly Sign[] {
  const main = relation === 'parent' ? mainOf(stacks) : undefined;
  return main && joins(main) ? [{ text: `Its parent ${pid} waits for it, in ${framesText(main)}.` }] : [];
}

/** The innermost frames; the outermost of them last. */
function framesText({ frames }: StackFacts): string {
  return frames
    .slice(0, 4)
    .map(({ function: name, file, line }) => `${name ?? '?'} (${file.split(/[\\/]/).at(-1)}:${line})`)
    .join(' < ');
}
