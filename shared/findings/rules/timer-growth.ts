import { countText, sizeText } from '../../base/quantity.js';
import { countedNote } from '../chance-note.js';
import type { Evidence, SourcedClosures } from '../evidence.js';
import { countedByChance } from '../fate.js';
import { type FloorGrowth, floorGrowth } from '../floor-growth.js';
import { confidenceOf, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Note, type Told } from '../rule.js';
import { shortened } from '../shortened.js';
import { located, placeSign, seconds } from '../signs.js';

const LEAST = 10;
/** By the heap alone: a web server has some for each of its clients. */
const MANY = 200;

/** Timers that are started and never cleared, by the function that they call. */
export const timerGrowth: FindingRule = {
  id: 'timer-growth',
  judge(evidence) {
    const growth = floorGrowth(evidence.series.get('handles.Timeout.count'));
    const group = evidence.heap?.timers.find(({ count, before }) => count - before >= LEAST);
    if (growth?.sure && growth.delta >= LEAST) return leak([told(evidence, growth, group)]);
    // Where the count was read too seldom to tell, two snapshots may: many more, called from one place.
    const many = group && group.count - group.before >= MANY && group.count >= group.before * 1.5;
    if (!many || refuted(evidence, group, growth)) return leak([]);
    if (countedByChance(evidence, group, heapFloor(evidence))) return leak([], [chance(evidence, group)]);
    return leak(stay(evidence) ? [counted(evidence, group)] : []);
  },
};

/** The count itself was read often enough to say that the lowest of them does not rise so. */
function refuted(
  evidence: Evidence,
  { count, before }: SourcedClosures,
  growth: FloorGrowth | undefined,
): boolean {
  return (
    growth !== undefined &&
    growth.points >= LEAST_READINGS &&
    growth.high < (count - before) / seconds(evidence) / 2
  );
}

const LEAST_READINGS = 12;

/** Most that were there at the first snapshot still are: none of the usual coming and going. */
function stay({ heap }: Evidence): boolean {
  const row = heap?.growing.find((path) => path.row.name === 'Timeout')?.row;
  return row !== undefined && row.removedCount < row.survivedCount;
}

const chance = (evidence: Evidence, group: SourcedClosures): Note =>
  countedNote(
    evidence,
    { ...group, what: `Timers that call ${shortened(group.name || 'one function')}`, pin: PIN },
    group,
  );

const PIN = 'series:handles.Timeout.count';

const ADVICE =
  'Clear each timer when its owner closes (clearInterval, clearTimeout), or let it not hold the owner.';

function counted(evidence: Evidence, group: SourcedClosures): Told {
  const { count, before, place } = group;
  const more = count - before;
  const rate = more / seconds(evidence);
  return {
    severity: rate >= 1 ? 'high' : 'medium',
    confidence: confidenceOf(heapFloor(evidence)),
    title: `${countText(more)} more timers, ${rate.toFixed(1)} a second`,
    because: `Between the two snapshots ${countText(more)} timers that call ${group.name || 'one function'} came and stayed.`,
    ...located(place),
    pin: PIN,
    advice: ADVICE,
    signs: [groupSign(evidence, group), ...placeSign(place)],
  };
}

const groupSign = ({ heap }: Evidence, { count, before, name }: SourcedClosures): Told['signs'][number] => ({
  text: `${countText(count)} of them call ${name || 'a function'} from one place, ${countText(before)} before.`,
  ...(heap && { snapshots: heap.snapshots }),
  className: 'Timeout',
});

function told(evidence: Evidence, growth: FloorGrowth, group: SourcedClosures | undefined): Told {
  const { heap } = evidence;
  const retained = heap?.growing.find(({ row }) => row.name === 'Timeout')?.row.retainedDelta;
  const place = group?.place;
  return {
    severity: growth.slope >= 1 ? 'high' : 'medium',
    confidence: 'likely',
    title: `${countText(growth.delta)} more timers, ${growth.slope.toFixed(1)} a second`,
    because: `The lowest number of timers rose throughout the recording, by ${countText(growth.delta)}, and none of the rise came back.${retained ? ` They keep ${sizeText(retained)} more than before.` : ''}`,
    ...located(place),
    pin: PIN,
    ...(retained !== undefined && { retainedSize: retained, bytesPerSecond: retained / seconds(evidence) }),
    advice: ADVICE,
    signs: [
      {
        text: `handles.Timeout.count: ${growth.slope.toFixed(2)} a second (95 %: ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}).`,
        series: 'handles.Timeout.count',
        range: { from: evidence.from, to: evidence.to },
      },
      ...(group ? [groupSign(evidence, group)] : []),
      ...placeSign(place),
    ],
  };
}
