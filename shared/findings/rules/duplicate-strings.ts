import { countText, sizeText } from '../../base/quantity.js';
import { containerOf } from '../container-of.js';
import { heapFloor } from '../heap-floor.js';
import { type FindingRule, leak } from '../rule.js';
import { severityOf } from '../severity.js';
import { seconds } from '../signs.js';

const LEAST_BYTES = 1e6;
const LEAST_SHARE = 0.1;

/** The same texts again and again, ever more of them: what one copy of each would save. */
export const duplicateStrings: FindingRule = {
  id: 'duplicate-strings',
  judge(evidence) {
    const { heap } = evidence;
    const strings = heap?.strings;
    const more = strings ? strings.saving - strings.before : 0;
    const floor = heapFloor(evidence);
    if (!heap || !strings || more < LEAST_BYTES || strings.saving < strings.total * LEAST_SHARE)
      return leak([]);
    if (floor?.growth.ended || floor?.growth.sure !== true) return leak([]);
    const rate = more / seconds(evidence);
    const [top] = strings.top;
    const holder = top && containerOf(top.steps);
    return leak([
      {
        severity: severityOf(rate / 10),
        confidence: 'possible',
        title: `Equal strings take ${sizeText(strings.saving)} more than one copy of each`,
        because: `${((strings.saving / strings.total) * 100).toFixed(0)} % of the heap are further copies of the same texts, ${sizeText(more)} more than at the first snapshot.`,
        ...(top && { path: top.steps }),
        pin: 'strings:',
        bytesPerSecond: rate,
        retainedSize: strings.saving,
        advice: `Keep one copy of each: sys.intern, a Map of the texts seen, or a number in place of the text${holder ? `, where ${holder.path} is filled` : ''}.`,
        signs: strings.top.map(({ text, count, saving, steps }) => {
          const held = containerOf(steps)?.path;
          return {
            text: `${JSON.stringify(text)}: ${countText(count)} copies, ${sizeText(saving)} too many${held ? `, for example in ${held}` : ''}.`,
            snapshots: heap.snapshots,
          };
        }),
      },
    ]);
  },
};
