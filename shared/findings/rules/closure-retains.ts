import { countText, sizeText } from '../../base/quantity.js';
import { chanceNote, fewNote } from '../chance-note.js';
import { endedNote } from '../ended-note.js';
import type { Evidence, SourcedClosures } from '../evidence.js';
import { type GrowingHolder, growingHolders, holderEnded, seenByChance } from '../growing-holders.js';
import { isLibrary } from '../heap/python-place.js';
import { confidenceOf, floorSign, type HeapFloor, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Note, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';
import { betweenSigns, growthBetween } from '../steady-growth.js';

/** What a function keeps and does not use must be so large at least. */
const LEAST_UNUSED = 500;
const LEAST = 40;

/** Functions that are kept keep the variables of all functions written beside them: more than they use. */
export const closureRetains: FindingRule = {
  id: 'closure-retains',
  judge(evidence) {
    const floor = heapFloor(evidence);
    const found: Told[] = [];
    const notes: Note[] = [];
    for (const holder of growingHolders(evidence)) {
      const chain = closureChain(evidence, holder);
      const closure = !chain && holder.kind === 'closures' ? closureOf(evidence, holder) : undefined;
      if (!chain && !closure) continue;
      if (holderEnded(evidence, holder)) notes.push(endedNote(holder));
      else if (seenByChance(evidence, holder, floor)) notes.push(chanceNote(evidence, holder));
      else if (chain) found.push(chained(evidence, holder, chain, floor));
      else if (closure && mayWarmUp(evidence, closure, holder, floor)) notes.push(fewNote(evidence, holder));
      else if (closure) found.push(told(evidence, holder, closure, floor));
    }
    return leak(found, notes);
  },
};

/** Those of a library come with every warm-up: they must be seen to come on and on. */
const mayWarmUp = (
  { heapFilled }: Evidence,
  { place }: SourcedClosures,
  { paths: [{ held }] }: GrowingHolder,
  floor?: HeapFloor,
): boolean =>
  place !== undefined &&
  isLibrary(place.file) &&
  heapFilled !== true &&
  floor?.growth.sure !== true &&
  growthBetween(held) !== 'steady';

/** The functions of a collection: those that are as many. Only where a variable was found that their text does not name. */
export function closureOf({ heap }: Evidence, { paths }: GrowingHolder): SourcedClosures | undefined {
  const [{ count: held }] = paths;
  return heap?.closures.find(
    (closure) =>
      // `count` is of new ones: how many there were before, after hours of a leak, says nothing.
      closure.count >= LEAST && Math.abs(closure.count - held) <= held / 4 && unusedOf(closure).length > 0,
  );
}

interface ClosureChain {
  readonly closure: SourcedClosures;
  /** By which each holds the one before it, and which its text does not name. */
  readonly variable: string;
}

/** Functions of which each keeps the one before it, in a variable that they do not use. */
export function closureChain(
  { heap }: Evidence,
  { paths: [{ container, steps }] }: GrowingHolder,
): ClosureChain | undefined {
  if (container?.chain !== true) return undefined;
  const at = steps.findIndex(({ edgeType }, row) => row > container.step && edgeType === 'context');
  if (at < 2 || steps[at - 1].edge !== 'context') return undefined;
  const variable = steps[at].edge;
  const name = steps[at - 2].name.replace(/\(\)$/, '');
  const closure = heap?.closures.find((one) => one.name === name && one.unused?.includes(variable));
  return closure && { closure, variable };
}

function chained(
  evidence: Evidence,
  { container, paths, count, bytes }: GrowingHolder,
  { closure, variable }: ClosureChain,
  floor: HeapFloor | undefined,
): Told {
  const [path] = paths;
  const bytesPerSecond = bytes / seconds(evidence);
  const place = path.place ?? closure.place;
  return {
    severity: severityOf(bytesPerSecond),
    confidence: confidenceOf(floor),
    title: `Each ${closure.name} keeps the one before it, by ${variable}: ${countText(count)} more`,
    because: `${container.path} leads to one, whose context holds ${variable}, and that the next: functions that are written beside each other share all variables that any of them names. They keep ${sizeText(bytes)}.`,
    ...located(place),
    pin: `container:${container.path}`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: bytes,
    advice: `Make ${closure.name} where ${variable} is out of sight (a function of its own), or keep of ${variable} only what the functions beside it need: as long as one of them names it, none can go.`,
    signs: [
      { text: `Context variable ${variable}: not named by ${closure.name}.` },
      classSign(evidence, path.row),
      ...betweenSigns(path.held),
      floorSign(evidence, floor),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
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
      ...betweenSigns(path.held),
      floorSign(evidence, floor),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}
