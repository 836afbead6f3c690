import { countText, sizeText } from '../../base/quantity.js';
import { byDesign } from '../by-design.js';
import type { Evidence } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { type GrowingHolder, growingHolders, holderEnded } from '../growing-holders.js';
import { confidenceOf, floorSign, type HeapFloor, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Note, type Told, UNSURE } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';
import { closureOf } from './closure-retains.js';

/** A collection with a name holds ever more. */
export const growingContainer: FindingRule = {
  id: 'growing-container',
  judge(evidence) {
    const floor = heapFloor(evidence);
    const holders = growingHolders(evidence).filter(
      (holder) => holder.kind === 'elements' || (holder.kind === 'closures' && !closureOf(evidence, holder)),
    );
    if (holders.length === 0) return UNSURE;
    const fine = holders.filter(
      (holder) => holder.bounded || holderEnded(evidence, holder) || design(holder),
    );
    const unsure = holders.filter(
      (holder) => (holder.fresh || turnsOver(holder)) && floor?.growth.sure !== true,
    );
    if (fine.length === holders.length) return { kind: 'fine', because: fine.map(explained) };
    return leak(
      holders
        .filter((holder) => !fine.includes(holder) && !unsure.includes(holder))
        .map((holder) => told(evidence, holder, floor)),
    );
  },
};

/** Most of what was there before has gone: it empties, and was fuller the second time by the moment alone. */
function turnsOver({ paths: [{ row }] }: GrowingHolder): boolean {
  const before = row.removedCount + row.survivedCount;
  return before >= FEWEST_BEFORE && row.removedCount >= before / 2;
}

/** Of fewer it is chance which of them go. */
const FEWEST_BEFORE = 5;

function told(evidence: Evidence, { container, paths }: GrowingHolder, floor: HeapFloor | undefined): Told {
  const [path] = paths;
  const bytesPerSecond = path.retainedSize / seconds(evidence);
  const { place } = path;
  const external = externalEntry(evidence, path.retainedSize, seconds(evidence));
  return {
    ...(/cache|memo/i.test(container.name) && keysAreObjects(path.steps) && { rule: 'cache-holds-instance' }),
    severity: severityOf(bytesPerSecond),
    confidence: confidenceOf(floor),
    title: `${container.path} grows: ${countText(path.count)} new ${path.row.name}`,
    because: `In ${seconds(evidence).toFixed(0)} s ${countText(path.count)} objects of ${path.row.name} came and stayed, held by ${container.path}; they keep ${sizeText(path.retainedSize)}.`,
    ...located(place),
    pin: `container:${container.path}`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: path.retainedSize,
    advice:
      'Give it a bound, or take entries out when their work is done; check that the condition which empties it can be met (>= where == was meant).',
    signs: [
      classSign(evidence, path.row),
      floorSign(evidence, floor),
      ...(external ? [{ text: external, series: 'ledger.arrayBuffers' }] : []),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}

/** A Map whose keys are objects keeps them: a WeakMap would not. */
function keysAreObjects(steps: Told['path']): boolean {
  return steps?.at(-1)?.edge === 'key' || (steps?.some(({ edge }) => edge === '<key>') ?? false);
}

/** Memory of buffers lies outside of V8's heap: the account has an entry of its own for it. */
function externalEntry({ ledger, series }: Evidence, held: number, span: number): string | undefined {
  const delta = ledger?.entries.find(({ id }) => id === 'arrayBuffers')?.delta ?? 0;
  const growth = floorGrowth(series.get('arrayBuffers'));
  const more = Math.max(delta, growth?.sure ? growth.slope * span : 0);
  if (more < held / 2 || more < 1e6) return undefined;
  return `Ledger entry ArrayBuffers and Buffers: about ${sizeText(more)} more; V8’s own heap stays small.`;
}

const design = ({ paths }: GrowingHolder): string | undefined =>
  paths.map(({ row }) => byDesign(row.name)).find((why) => why !== undefined);

function explained(holder: GrowingHolder): Note {
  const { container, paths, bounded } = holder;
  const [path] = paths;
  const why = design(holder);
  if (why !== undefined)
    return {
      kind: 'not-a-leak',
      text: `${container.path} grew by ${countText(path.count)} ${path.row.name}: ${why}.`,
    };
  if (!bounded)
    return {
      kind: 'not-a-leak',
      text: `${container.path} grew by ${countText(path.count)} ${path.row.name} and then no more: a cache that filled, or warm-up.`,
    };
  const { entries, limit } = bounded;
  const most = (path.retainedSize / Math.max(1, path.count)) * limit;
  return {
    kind: 'not-a-leak',
    text: `${container.path} fills: ${countText(entries)} of at most ${countText(limit)} entries; full it will keep about ${sizeText(most)}.`,
  };
}
