import { countText, sizeText } from '../../base/quantity.js';
import type { HeapEvidence } from '../../model/heap-evidence.js';
import type { Evidence, SourcedCycle } from '../evidence.js';
import { keptByProgram } from '../growing-holders.js';
import { heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Note, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { shortened } from '../shortened.js';
import { located, placeSign, seconds } from '../signs.js';

const LEAST_OBJECTS = 100;
const LEAST_BYTES = 50_000;
/** Thresholds of CPython are 700 and 10: what begins later lets garbage lie. */
const HIGH_THRESHOLD = 10_000;
/** Their cause is the exception that they are part of. */
const OF_EXCEPTIONS = /^(traceback|frame)$/;

/** Objects refer to each other, nothing reaches them, and the collector does not come. */
export const referenceCycle: FindingRule = {
  id: 'reference-cycle',
  judge(evidence) {
    const [cycle] = (evidence.heap?.cycles ?? []).filter(
      ({ count, before, bytes, members }) =>
        count - before >= LEAST_OBJECTS &&
        bytes >= LEAST_BYTES &&
        !members.some(({ className }) => OF_EXCEPTIONS.test(className)),
    );
    // Garbage that the collector will meet is no leak: it must be kept from coming, or come and leave ever more.
    const hindered = evidence.heap && hindrance(evidence.heap.collector);
    if (!cycle) return leak([]);
    return hindered === undefined && !outlives(evidence)
      ? leak([], [waits(cycle)])
      : leak([told(evidence, cycle, hindered)]);
  },
};

const waits = ({ className, count, bytes }: SourcedCycle): Note => ({
  kind: 'not-a-leak',
  text: `${countText(count)} ${shortened(className)} that nothing else reaches refer to each other and keep ${sizeText(bytes)}: garbage, which waits for the collector.`,
  pin: `cycle:${className}`,
});

/** Whole collections came, again and again, and the heap surely rises through them. */
function outlives(evidence: Evidence): boolean {
  const { collections = [], heap } = evidence;
  return (
    collections.length >= LEAST_COLLECTIONS && heap !== undefined && heapFloor(evidence)?.growth.sure === true
  );
}

/** After one alone all that came since is still there: a tooth of the saw looks like growth. */
const LEAST_COLLECTIONS = 3;

function hindrance(collector: HeapEvidence['collector']): string | undefined {
  if (!collector) return undefined;
  if (!collector.enabled) return 'The collector is switched off (gc.disable).';
  const [first = 0] = collector.thresholds;
  if (first === 0) return 'The collector is switched off: its first threshold is 0.';
  if (first >= HIGH_THRESHOLD)
    return `The collector’s thresholds are high (${collector.thresholds.join(', ')}): it comes after ${countText(first)} new objects.`;
  return undefined;
}

function told(evidence: Evidence, cycle: SourcedCycle, hindered: string | undefined): Told {
  const { className, count, before, bytes, members, weak, place } = cycle;
  const bytesPerSecond = bytes / seconds(evidence);
  const edge = members[weak];
  const round = members.map((member) => `${member.className}.${member.edge}`).join(' → ');
  return {
    severity: severityOf(bytesPerSecond),
    // That a library's own garbage waits, beside a collection that grows, is rarely the cause.
    confidence: hindered === undefined && !place && keptByProgram(evidence) ? 'possible' : 'likely',
    title: `${countText(count)} ${className} refer to each other and are not collected`,
    because: `Nothing reaches them but they themselves, ${round}; these circles keep ${sizeText(bytes)}.${hindered === undefined ? '' : ` ${hindered}`}`,
    ...located(place),
    pin: `cycle:${className}`,
    bytesPerSecond,
    retainedSize: bytes,
    advice: `Make ${edge.className}.${edge.edge} weak (weakref.ref), or cut it when done${hindered === undefined ? '.' : '; or let the collector run (gc.enable, gc.collect at quiet times).'}`,
    signs: [
      {
        text: `${className} that no root reaches: ${countText(before)} before, ${countText(count)} new now.`,
        ...(evidence.heap && { snapshots: evidence.heap.snapshots }),
        className,
      },
      { text: `The circle: ${round} → back.` },
      ...(hindered === undefined ? [] : [{ text: hindered }]),
      ...placeSign(place),
    ],
  };
}
