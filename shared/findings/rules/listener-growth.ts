import { countText, sizeText } from '../../base/quantity.js';
import { chanceNote } from '../chance-note.js';
import { emitterOf } from '../container-of.js';
import { endedNote } from '../ended-note.js';
import type { Evidence, SourcedPath } from '../evidence.js';
import { type GrowingHolder, growingHolders, holderEnded, seenByChance } from '../growing-holders.js';
import { confidenceOf, floorSign, type HeapFloor, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';
import { betweenSigns } from '../steady-growth.js';

/** An emitter that lives long gets ever more listeners. */
export const listenerGrowth: FindingRule = {
  id: 'listener-growth',
  judge(evidence) {
    const floor = heapFloor(evidence);
    const all = growingHolders(evidence).filter(({ kind }) => kind === 'listeners');
    const ended = all.filter((holder) => holderEnded(evidence, holder));
    const holders = all.filter((holder) => !ended.includes(holder));
    const chance = holders.filter((holder) => seenByChance(evidence, holder, floor));
    return leak(
      holders.filter((holder) => !chance.includes(holder)).map((holder) => told(evidence, holder, floor)),
      [
        ...ended.map(endedNote),
        ...chance.filter(({ fresh }) => !fresh).map((one) => chanceNote(evidence, one)),
      ],
    );
  },
};

/** Listeners are no cache: so many more, and of those before hardly one gone, is a leak however the heap moves. */
function staysAll({ count, container }: SourcedPath): boolean {
  const { kept = 0, gone = 0 } = container ?? {};
  return count >= MANY && kept >= FEW && gone <= kept / 20;
}

const MANY = 200;
const FEW = 5;

function told(evidence: Evidence, { container, paths }: GrowingHolder, floor: HeapFloor | undefined): Told {
  const [path] = paths;
  const bytesPerSecond = path.retainedSize / seconds(evidence);
  const of = emitterOf(path.steps, path.container?.step ?? 0);
  const who = of?.emitter ?? container.path;
  const closure = evidence.heap?.closures.find(({ count }) => count >= path.count * 0.8);
  const place = path.place ?? (closure?.place?.file.startsWith('node:') ? undefined : closure?.place);
  return {
    severity: severityOf(bytesPerSecond),
    confidence: staysAll(path) ? 'likely' : confidenceOf(floor),
    title: `${who} has ${countText(path.count)} more listeners${of?.event === undefined ? '' : ` for ${of.event}`}`,
    because: `In ${seconds(evidence).toFixed(0)} s ${countText(path.count)} listeners came and none went; they keep ${sizeText(path.retainedSize)}.`,
    ...located(place),
    pin: `container:${container.path}`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: path.retainedSize,
    advice: 'Remove the listener when what it serves ends (off, once, or an AbortSignal).',
    signs: [
      classSign(evidence, path.row),
      ...betweenSigns(path.held),
      floorSign(evidence, floor),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}
