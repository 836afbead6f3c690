import { timeText } from '../base/quantity.js';
import type { Evidence } from './evidence.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A longer command line is not repeated. */
const LONGEST = 120;
/** Nothing that a shell would read as more than words: the line is to be pasted, and a process chooses its own. */
const PLAIN = /^[\w@%+=:,./ -]+$/;

/** The command that would record what is missing: two snapshots or those named, for at least so many milliseconds. */
export function recordAgain({ process }: Evidence, needed = MINUTE, snapshots = 'start,end'): string {
  const time = `${Math.ceil(Math.min(DAY, Math.max(MINUTE, needed)) / MINUTE)}m`;
  const flags = `--tree --duration ${time} --snapshot ${snapshots}`;
  if (process?.alive) return `leakscope record --pid ${process.pid} ${flags}`;
  const { command = '' } = process ?? {};
  return `leakscope run ${flags} -- ${command.length <= LONGEST && PLAIN.test(command) ? command : 'COMMAND'}`;
}

/** What is missing to compare objects, in one sentence and the command; undefined where nothing is. */
export function missing(evidence: Evidence, needed?: number): string | undefined {
  const { heap, wholeSnapshots = 0, from, to } = evidence;
  if (heap) return undefined;
  const have =
    wholeSnapshots === 0
      ? 'There is no snapshot of it'
      : 'There is one snapshot of it, which shows what is held and not what grows';
  const short = to > from && to - from < MINUTE / 2 ? ` (this recording has ${timeText(to - from)})` : '';
  const beside =
    wholeSnapshots > 0 && evidence.process === undefined
      ? ', or compare it with a later one: leakscope diff FIRST SECOND'
      : '';
  return `${have}: objects and who holds them were not compared. Record two${short}: ${recordAgain(evidence, needed)}${beside}`;
}
