import { sizeText } from '../base/quantity.js';
import type { Finding, FindingNote } from '../model/finding.js';
import { SEVERITIES } from '../model/finding.js';
import type { Evidence } from './evidence.js';
import { isLibrary } from './heap/python-place.js';
import type { FindingRule, Note } from './rule.js';
import { cacheHoldsInstance } from './rules/cache-holds-instance.js';
import { closureRetains } from './rules/closure-retains.js';
import { detachedDom } from './rules/detached-dom.js';
import { duplicateStrings } from './rules/duplicate-strings.js';
import { exceptionKeepsFrame } from './rules/exception-keeps-frame.js';
import { fragmentation } from './rules/fragmentation.js';
import { growingContainer } from './rules/growing-container.js';
import { handleGrowth } from './rules/handle-growth.js';
import { hangingProcess } from './rules/hanging-process.js';
import { heapGrowth } from './rules/heap-growth.js';
import { heldByC } from './rules/held-by-c.js';
import { listenerGrowth } from './rules/listener-growth.js';
import { nativeGrowth } from './rules/native-growth.js';
import { notALeak } from './rules/not-a-leak.js';
import { referenceCycle } from './rules/reference-cycle.js';
import { repeatedGrowth } from './rules/repeated-growth.js';
import { taskGrowth } from './rules/task-growth.js';
import { threadGrowth } from './rules/thread-growth.js';
import { timerGrowth } from './rules/timer-growth.js';
import { shortened } from './shortened.js';

/**
 * In order of preference between findings of equal certainty: a cause that is named by its objects explains growth
 * before one that counts what grew, and that before one that names a place.
 */
export const RULES: readonly FindingRule[] = [
  repeatedGrowth,
  exceptionKeepsFrame,
  cacheHoldsInstance,
  taskGrowth,
  hangingProcess,
  threadGrowth,
  timerGrowth,
  listenerGrowth,
  heldByC,
  closureRetains,
  detachedDom,
  growingContainer,
  referenceCycle,
  handleGrowth,
  nativeGrowth,
  fragmentation,
  heapGrowth,
  duplicateStrings,
  notALeak,
];

export interface Judgement {
  /** Most certain first. */
  readonly findings: readonly Finding[];
  /** What is no leak, and what cannot be told. */
  readonly notes: readonly FindingNote[];
}

/** What the rules say of one target. */
export function judge(evidence: Evidence, rules: readonly FindingRule[] = RULES): Judgement {
  const findings: Finding[] = [];
  const notes: FindingNote[] = [];
  const { target, heapFilled } = evidence;
  // What filled the heap was no warm-up, whatever a series or a cache looks like.
  const believable = ({ kind }: Note): boolean => heapFilled !== true || kind !== 'not-a-leak';
  for (const rule of rules) {
    const verdict = rule.judge(evidence);
    if (verdict.kind === 'unsure') continue;
    if (verdict.kind === 'leak')
      for (const told of verdict.findings)
        findings.push({ rule: rule.id, ...told, target, evidence: told.signs.map(({ text }) => text) });
    notes.push(...(verdict.because ?? []).filter(believable).map((note) => ({ ...note, target })));
  }
  const left = findings.filter((finding) => !explained(finding, findings)).sort(byCertainty);
  const beside = findings
    .filter((finding) => !left.includes(finding) && leftOut(finding, left))
    .map((finding) => besideNote(finding, target));
  return { findings: left, notes: worthTelling([...notes, ...beside], left) };
}

/** Where a leak was found nobody wants to hear that more data is needed, but of what may be a second one. */
function worthTelling(notes: readonly FindingNote[], found: readonly Finding[]): readonly FindingNote[] {
  const told = new Set(found.map(({ pin }) => pin));
  const own = notes.filter(({ pin }) => pin === undefined || !told.has(pin));
  return found.length === 0 ? own : own.filter(({ kind, pin }) => kind === 'not-a-leak' || pin !== undefined);
}

/** A count of what a library runs, beside a collection that a line of the program fills. */
const vagueTasks = ({ rule, confidence }: Finding): boolean =>
  rule === 'task-growth' && confidence === 'possible';

/** Growth that is left over: objects that are seen to grow, or threads, come with memory and descriptors of their own. A collection of what is counted is told as the count. */
function explained(finding: Finding, all: readonly Finding[]): boolean {
  const { rule, bytesPerSecond = 0 } = finding;
  const others = all.filter((other) => other.rule !== rule);
  if (vagueTasks(finding))
    return others.some(
      ({ rule: cause, location, confidence }) =>
        cause === 'growing-container' && location !== undefined && confidence === 'likely',
    );
  // What grew is known.
  if (rule === 'heap-growth') return others.some((other) => other.rule !== 'duplicate-strings');
  if (rule === 'native-growth')
    return others.some(
      (other) => other.rule === 'thread-growth' || (other.bytesPerSecond ?? 0) >= bytesPerSecond / 2,
    );
  if (rule === 'growing-container' && besideLocated(finding, all)) return true;
  if (rule === 'growing-container')
    return others.some(
      (other) =>
        other.rule === 'timer-growth' ||
        (other.rule === 'task-growth' && !vagueTasks(other)) ||
        other.rule === 'detached-dom' ||
        (other.rule === 'thread-growth' && /\bThread$/.test(finding.path?.at(-1)?.name ?? '')) ||
        (other.rule === 'handle-growth' && samePlace(finding, other)),
    );
  // Where they are the main thing it is worth saying beside a leak, too.
  return rule === 'duplicate-strings' && finding.severity !== 'medium' && others.length > 0;
}

/** That which is left out for no more than that it has no line is named all the same. */
const leftOut = (finding: Finding, left: readonly Finding[]): boolean =>
  finding.rule === 'growing-container' &&
  (finding.retainedSize ?? 0) >= LEAST_BESIDE &&
  besideLocated(finding, left) &&
  !left.some((other) => other.pin === finding.pin);

/** Tables of the runtimes grow a little with whatever leaks. */
const LEAST_BESIDE = 100_000;

function besideNote({ title, retainedSize = 0, pin }: Finding, target: number): FindingNote {
  return {
    kind: 'too-little-data',
    target,
    text: `${shortened(title)}, which keep ${sizeText(retainedSize)}, and no line of the program was found that fills it: it may grow with what was found, or be a second leak. See whether it is still there when that is mended.`,
    ...(pin !== undefined && { pin }),
  };
}

/** No line of the program fills it, beside one or a count that has a line: a table of the runtime grows with that. */
function besideLocated(finding: Finding, all: readonly Finding[]): boolean {
  if (finding.location !== undefined) return false;
  return all.some(
    ({ rule, location, bytesPerSecond = 0 }) =>
      location !== undefined &&
      !isLibrary(location.file) &&
      (COUNTS.has(rule) || bytesPerSecond >= (finding.bytesPerSecond ?? 0) / 4),
  );
}

/** Rules that count what is not a heap's own: each of it has entries in tables. */
const COUNTS = new Set(['thread-growth', 'task-growth', 'timer-growth', 'handle-growth']);

const samePlace = ({ location: a }: Finding, { location: b }: Finding): boolean =>
  a !== undefined && a.file === b?.file && a.line === b.line;

const ORDER = new Map(RULES.map(({ id }, at) => [id, at]));

export function byCertainty(a: Finding, b: Finding): number {
  const sure = ({ confidence }: Finding): number => (confidence === 'likely' ? 1 : 0);
  const order = ({ rule }: Finding): number => ORDER.get(rule) ?? RULES.length;
  const placed = ({ location }: Finding): number => (location && !isLibrary(location.file) ? 1 : 0);
  return (
    sure(b) - sure(a) ||
    (sure(a) === 0 ? placed(b) - placed(a) : 0) ||
    order(a) - order(b) ||
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    (b.bytesPerSecond ?? 0) - (a.bytesPerSecond ?? 0)
  );
}
