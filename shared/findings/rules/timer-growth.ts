import { countText, sizeText } from '../../base/quantity.js';
import type { Evidence, SourcedClosures } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { located, placeSign, seconds } from '../signs.js';

const LEAST = 10;

/** Timers that are started and never cleared, by the function that they call. */
export const timerGrowth: FindingRule = {
  id: 'timer-growth',
  judge(evidence) {
    const growth = floorGrowth(evidence.series.get('handles.Timeout.count'));
    const group = evidence.heap?.timers.find(({ count, before }) => count - before >= LEAST);
    if (!growth?.sure || growth.delta < LEAST) return leak([]);
    return leak([told(evidence, growth, group)]);
  },
};

function told(
  evidence: Evidence,
  growth: NonNullable<ReturnType<typeof floorGrowth>>,
  group: SourcedClosures | undefined,
): Told {
  const { heap } = evidence;
  const retained = heap?.growing.find(({ row }) => row.name === 'Timeout')?.row.retainedDelta;
  const place = group?.place;
  return {
    severity: growth.slope >= 1 ? 'high' : 'medium',
    confidence: 'likely',
    title: `${countText(growth.delta)} more timers, ${growth.slope.toFixed(1)} a second`,
    because: `The lowest number of timers rose throughout the recording, by ${countText(growth.delta)}, and none of the rise came back.${retained ? ` They keep ${sizeText(retained)} more than before.` : ''}`,
    ...located(place),
    pin: 'series:handles.Timeout.count',
    ...(retained !== undefined && { retainedSize: retained, bytesPerSecond: retained / seconds(evidence) }),
    advice:
      'Clear each timer when its owner closes (clearInterval, clearTimeout), or let it not hold the owner.',
    signs: [
      {
        text: `handles.Timeout.count: ${growth.slope.toFixed(2)} a second (95 %: ${growth.low.toFixed(2)} to ${growth.high.toFixed(2)}).`,
        series: 'handles.Timeout.count',
        range: { from: evidence.from, to: evidence.to },
      },
      ...(group && heap
        ? [
            {
              text: `${countText(group.count)} of them call ${group.name || 'a function'} from one place, ${countText(group.before)} before.`,
              snapshots: heap.snapshots,
              className: 'Timeout',
            },
          ]
        : []),
      ...placeSign(place),
    ],
  };
}
