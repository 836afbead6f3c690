import type { Sign } from '../model/finding.js';
import type { StackFacts } from '../model/heap-evidence.js';
import type { Evidence, Kin } from './evidence.js';

/** Functions of multiprocessing and subprocess in which a process waits for others to end. */
const JOINS =
  /^(_exit_function|Process\.join|BaseProcess\.join|Popen\.wait|Popen\.poll|Popen\._wait|shutdown|ProcessPoolExecutor\.shutdown|_python_exit|Thread\.join|_wait_for_tstate_lock|join|poll|wait)$/;
const FOR_CHILDREN = /(multiprocessing|concurrent|subprocess)/;
/** In which a worker waits for work. */
const IDLE = /^(_process_worker|Queue\.get|get|Connection\.recv.*|_recv.*|worker)$/;

/** Who waits for whom, where this process waits for a living child; undefined where it does not. */
export function waitingFor({ heap, kin = [] }: Evidence): readonly Sign[] | undefined {
  const main = heap && mainOf(heap.stacks);
  const children = kin.filter(({ relation, alive }) => relation === 'child' && alive);
  if (!main || children.length === 0 || !joins(main)) return undefined;
  return [
    {
      text: `This process waits in ${framesText(main)} for ${children.map(({ pid }) => pid).join(', ')} to end.`,
    },
    ...children.flatMap(childSign),
    ...kin.filter(({ relation }) => relation === 'parent').flatMap(parentSign),
  ];
}

const mainOf = (stacks: readonly StackFacts[]): StackFacts | undefined =>
  stacks.find(({ name }) => name === 'MainThread') ?? stacks[0];

function joins({ frames }: StackFacts): boolean {
  return frames.some(({ function: name = '', file }) => JOINS.test(name) && FOR_CHILDREN.test(file));
}

function childSign({ pid, stacks }: Kin): readonly Sign[] {
  const main = mainOf(stacks);
  if (!main) return [];
  const idle = main.frames.some(({ function: name = '' }) => IDLE.test(name));
  return [
    { text: `Its child ${pid} waits ${idle ? 'for work that will not come, ' : ''}in ${framesText(main)}.` },
  ];
}

function parentSign({ pid, stacks }: Kin): readonly Sign[] {
  const main = mainOf(stacks);
  return main && joins(main)
    ? [{ text: `Its parent ${pid} waits in ${framesText(main)} for it to end.` }]
    : [];
}

/** The innermost frames, outermost of them last. */
function framesText({ frames }: StackFacts): string {
  return frames
    .slice(0, 4)
    .map(({ function: name, file, line }) => `${name ?? '?'} (${file.split(/[\\/]/).at(-1)}:${line})`)
    .join(' < ');
}
