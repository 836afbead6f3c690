import { countText, sizeText } from '../../base/quantity.js';
import type { Evidence, SourcedPath } from '../evidence.js';
import { confidenceOf, floorSign, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Told, UNSURE } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';

const LEAST = 40;
const LEAST_BYTES = 100_000;
/** Of all that came and stayed: what a C library keeps is many things, and small. */
const LEAST_SHARE = 0.5;
/** The root and the object, and nothing of Python in between. */
const DIRECT = 2;
const BY_C = /^\(held by C\)/;

/** Callbacks that were handed to C code, which keeps them where no collection is seen: `atexit.register` for each piece of work. */
export const heldByC: FindingRule = {
  id: 'listener-growth',
  judge(evidence) {
    const { heap } = evidence;
    const floor = heapFloor(evidence);
    if (!heap || floor?.growth.sure !== true) return UNSURE;
    const grew = heap.reached.after - heap.reached.before;
    const found = heap.growing.find(
      (path) => callbacks(path) && path.retainedSize >= Math.max(LEAST_BYTES, grew * LEAST_SHARE),
    );
    return found ? leak([told(evidence, found)]) : UNSURE;
  },
};

const callbacks = ({ row, count, steps }: SourcedPath): boolean =>
  steps.length === DIRECT &&
  BY_C.test(steps[0].name) &&
  /^(method|function|functools\.partial)$|\(\)$/.test(row.name) &&
  count >= LEAST &&
  row.removedCount < row.addedCount / 2;

function told(evidence: Evidence, path: SourcedPath): Told {
  const { row, count, retainedSize, steps, place } = path;
  const bytesPerSecond = retainedSize / seconds(evidence);
  const floor = heapFloor(evidence);
  return {
    severity: severityOf(bytesPerSecond),
    confidence: confidenceOf(floor),
    title: `${countText(count)} more callbacks (${row.name}) are held by C code alone`,
    because: `In ${seconds(evidence).toFixed(0)} s ${countText(count)} callbacks came and stayed, and no object of Python refers to them: they were handed to the interpreter or a library, which keeps them. They keep ${sizeText(retainedSize)}.`,
    ...located(place),
    pin: `class:${row.name}`,
    path: steps,
    bytesPerSecond,
    retainedSize,
    advice: 'Take each back when its work is done (atexit.unregister), or register one that looks after all.',
    signs: [
      classSign(evidence, row, count),
      floorSign(evidence, floor),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}
