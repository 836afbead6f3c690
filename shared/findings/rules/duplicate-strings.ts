import { countText, sizeText } from '../../base/quantity.js';
import type { StringFacts } from '../../model/heap-evidence.js';
import { containerOf } from '../container-of.js';
import { type HeapFloor, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak } from '../rule.js';
import { located, placeSign, seconds } from '../signs.js';

const LEAST_BYTES = 1e6;
const LEAST_SHARE = 0.1;
/** So much of a heap is the main thing about it, whether it grows or not. */
const MAIN_BYTES = 5e6;
const MAIN_SHARE = 0.3;

/** The same texts again and again, most of the heap or ever more of them: what one copy of each would save. */
export const duplicateStrings: FindingRule = {
  id: 'duplicate-strings',
  judge(evidence) {
    const { heap } = evidence;
    const strings = heap?.strings;
    if (!heap || !strings) return leak([]);
    const { saving, before, total, top, place } = strings;
    const more = Math.max(0, saving - before);
    const main = saving >= MAIN_BYTES && saving >= total * MAIN_SHARE;
    if (!main && !growing(strings, heapFloor(evidence))) return leak([]);
    const rate = more / seconds(evidence);
    const [most] = top;
    const holder = most && containerOf(most.steps);
    const share = ((saving / total) * 100).toFixed(0);
    return leak([
      {
        severity: main ? 'medium' : 'low',
        confidence: 'possible',
        title: `Equal strings take ${sizeText(saving)} more than one copy of each`,
        because: `${share} % of the heap are further copies of the same texts${more >= LEAST_BYTES ? `, ${sizeText(more)} more than at the first snapshot` : ''}.`,
        ...located(place),
        ...(most && { path: most.steps }),
        pin: 'strings:',
        bytesPerSecond: rate,
        retainedSize: saving,
        advice: `Keep one copy of each: sys.intern, a Map of the texts seen, or a number in place of the text${holder ? `, where ${holder.path} is filled` : ''}.`,
        signs: [
          ...top.map(({ text, count, saving: each, steps }) => {
            const held = containerOf(steps)?.path;
            return {
              text: `${JSON.stringify(text)}: ${countText(count)} copies, ${sizeText(each)} too many${held ? `, for example in ${held}` : ''}.`,
              snapshots: heap.snapshots,
            };
          }),
          ...placeSign(place),
        ],
      },
    ]);
  },
};

const growing = ({ saving, before, total }: StringFacts, floor: HeapFloor | undefined): boolean =>
  saving - before >= LEAST_BYTES && saving >= total * LEAST_SHARE && floor?.growth.sure === true;
