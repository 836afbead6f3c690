import { countText, sizeText } from '../../base/quantity.js';
import type { Evidence, SourcedClosures } from '../evidence.js';
import { type GrowingHolder, growingHolders, holderEnded, seenByChance } from '../growing-holders.js';
import { confidenceOf, floorSign, type HeapFloor, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';

/** What a function keeps and does not use must be so large at least. */
const LEAST_UNUSED = 500;
const LEAST = 40;

/** Functions that are kept keep the variables of all functions written beside them: more than they use. */
export const closureRetains: FindingRule = {
  id: 'closure-retains',
  judge(evidence) {
    const floor = heapFloor(evidence);
    return leak(
      growingHolders(evidence).flatMap((holder) => {
        const closure = holder.kind === 'closures' ? closureOf(evidence, holder) : undefined;
        return closure && !holderEnded(evidence, holder) && !seenByChance(evidence, holder, floor)
          ? [told(evidence, holder, closure, floor)]
          : [];
      }),
    );
  },
};

/** The functions of a collection: those that are as many. Only where a variable was found that their text does not name. */
export function closureOf({ heap }: Evidence, { paths }: GrowingHolder): SourcedClosures | undefined {
  const [{ count: held }] = paths;
  return heap?.closures.find(
    (closure) =>
      // `count` is of new ones: how many there were before, after hours of a leak, says nothing.
      closure.count >= LEAST && Math.abs(closure.count - held) <= held / 4 && unusedOf(closure).length > 0,
  );
}

const unusedOf = ({ unused = [], context }: SourcedClosures) =>
  context.filter(({ name, retainedSize }) => unused.includes(name) && retainedSize >= LEAST_UNUSED);

function told(
  evidence: Evidence,
  { container, paths }: GrowingHolder,
  closure: SourcedClosures,
  floor: HeapFloor | undefined,
): Told {
  const [path] = paths;
  const bytesPerSecond = path.retainedSize / seconds(evidence);
  const unused = unusedOf(closure);
  const names = unused.map(({ name }) => name).join(', ');
  const each = unused.reduce((sum, { retainedSize }) => sum + retainedSize, 0);
  const { place } = closure;
  return {
    severity: severityOf(bytesPerSecond),
    confidence: confidenceOf(floor),
    title: `${countText(path.count)} functions in ${container.path} keep ${names}, which they do not use`,
    because: `The functions share a context with others that use ${names}: each keeps ${sizeText(each)} that its own text does not name.`,
    ...located(place),
    pin: `container:${container.path}`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: path.retainedSize,
    advice: `Make the function where ${names} is out of sight (a function of its own), or set ${unused[0].name} to undefined when done; and let ${container.name} forget functions that are done.`,
    signs: [
      ...closure.context.map(({ name, retainedSize }) => ({
        text: `Context variable ${name}: ${sizeText(retainedSize)}${unused.some((one) => one.name === name) ? ', not named by the function' : ''}.`,
      })),
      classSign(evidence, path.row),
      floorSign(evidence, floor),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}
