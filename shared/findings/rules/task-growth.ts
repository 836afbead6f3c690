import { countText } from '../../base/quantity.js';
import { countedNote } from '../chance-note.js';
import { countedByChance } from '../fate.js';
import { isLibrary } from '../heap/python-place.js';
import { heapFloor } from '../heap-floor.js';
import { type FindingRule, leak } from '../rule.js';
import { shortened } from '../shortened.js';
import { located, seconds } from '../signs.js';

const LEAST = 20;
/** A task with its coroutine, its frame and what it awaits is not smaller. */
const LEAST_BYTES = 1000;

/** asyncio's tasks that never end: which coroutine, and the line that they wait at. */
export const taskGrowth: FindingRule = {
  id: 'task-growth',
  judge(evidence) {
    const { heap } = evidence;
    const floor = heapFloor(evidence);
    const more = (heap?.tasks ?? []).filter(
      ({ count, before }) => count - before >= LEAST && count >= before * 1.5,
    );
    // A batch that runs at the second snapshot.
    const chance = more.filter((one) =>
      countedByChance(evidence, one, floor, (one.count - one.before) * LEAST_BYTES),
    );
    const notes = chance.map((one) => {
      const of = { ...one, what: `Tasks of ${shortened(one.coroutine || 'one coroutine')}` };
      return countedNote(evidence, { ...of, pin: `task:${one.coroutine}` }, one);
    });
    const group = more.find((one) => !chance.includes(one));
    if (!heap || !group) return leak([], notes);
    const { coroutine, count, before, waits } = group;
    const rate = (count - before) / seconds(evidence);
    return leak(
      [
        {
          severity: rate >= 1 ? 'high' : 'medium',
          // Those of a library serve what the program keeps, which is the leak.
          confidence: waits && isLibrary(waits.file) ? 'possible' : 'likely',
          title: `${countText(count - before)} more tasks of ${coroutine || 'one coroutine'}, ${rate.toFixed(1)} a second`,
          because: `Tasks of ${coroutine || 'this coroutine'} are started and do not end: ${countText(count)} wait at one line.`,
          ...located(waits),
          pin: `task:${coroutine}`,
          advice:
            'Give what they await a time limit (asyncio.timeout), cancel them when their client leaves, or start them in a TaskGroup.',
          signs: [
            {
              text: `Tasks of ${coroutine || '?'}: ${countText(before)} before, ${countText(count)} now.`,
              snapshots: heap.snapshots,
              className: '_asyncio.Task',
            },
          ],
        },
      ],
      notes,
    );
  },
};
