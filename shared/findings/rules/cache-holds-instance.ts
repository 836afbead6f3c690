import { countText, sizeText } from '../../base/quantity.js';
import type { CacheFacts } from '../../model/heap-evidence.js';
import { countedNote } from '../chance-note.js';
import type { Evidence } from '../evidence.js';
import { countedByChance } from '../fate.js';
import { type GrowingHolder, growingHolders } from '../growing-holders.js';
import { heapFloor } from '../heap-floor.js';
import { LEAST_CACHED, type MethodCache, methodCache } from '../method-cache.js';
import { type FindingRule, leak, type Note, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { shortened } from '../shortened.js';
import { located, seconds } from '../signs.js';

const LEAST_ENTRIES = 40;

/** A cache around a method has `self` in its keys: it keeps every instance, until it is full, then so many. */
export const cacheHoldsInstance: FindingRule = {
  id: 'cache-holds-instance',
  judge(evidence) {
    const caches = evidence.heap?.caches ?? [];
    const floor = heapFloor(evidence);
    const holding = caches.filter((cache) => cache.instance !== undefined && grew(cache) && weighs(cache));
    // Without a bound it may be cleared; with one it is a plateau, whenever it was looked at.
    const chance = holding.filter(
      (cache) => cache.limit === undefined && countedByChance(evidence, cache, floor),
    );
    const held = holding.filter((cache) => !chance.includes(cache));
    const notes = chance.map((cache) => {
      const what = `Entries in the cache of ${shortened(cache.function)}`;
      return countedNote(evidence, { ...cache, what, count: cache.entries, pin: pinOf(cache) }, cache);
    });
    const methods = growingHolders(evidence).flatMap((holder) => {
      const cache = methodCache(evidence, holder, floor);
      return cache ? [{ ...told(evidence, cache), ...ofHolder(holder) }] : [];
    });
    if (held.length + methods.length > 0)
      return leak([...held.map((cache) => told(evidence, cache)), ...methods], notes);
    const filling = caches.filter((cache) => cache.limit !== undefined && grew(cache));
    return leak([], [...notes, ...filling.map(fills)]);
  },
};

const pinOf = ({ function: name }: CacheFacts): string => `cache:${name}`;

const PYTHON = /\.pyw?$/;

const ofHolder = ({ container, paths: [{ steps }] }: GrowingHolder): Pick<Told, 'pin' | 'path'> => ({
  pin: `container:${container.path}`,
  path: steps,
});

const grew = ({ entries, before }: CacheFacts): boolean => entries - before >= LEAST_ENTRIES;
const weighs = ({ retainedSize, instance }: CacheFacts): boolean =>
  instance !== undefined && retainedSize >= LEAST_CACHED;
const each = ({ retainedSize, entries }: CacheFacts): number => retainedSize / entries;

function told(evidence: Evidence, cache: CacheFacts & Pick<MethodCache, 'bound'>): Told {
  const { function: name, entries, before, limit, retainedSize, instance = '', place } = cache;
  const full = limit !== undefined && entries >= limit;
  const bytesPerSecond = full ? 0 : ((entries - before) * each(cache)) / seconds(evidence);
  return {
    severity: severityOf(Math.max(bytesPerSecond, retainedSize / seconds(evidence))),
    confidence: 'likely',
    title: `The cache of ${name} keeps ${countText(entries)} ${instance}`,
    because: `${PYTHON.test(place?.file ?? '.py') ? 'Its keys hold self' : 'Its entries hold this'}: ${countText(entries)} instances of ${instance} live as long as the cache, and keep ${sizeText(retainedSize)}. ${plateau(cache)}`,
    ...located(place),
    pin: pinOf(cache),
    bytesPerSecond,
    retainedSize,
    advice: PYTHON.test(place?.file ?? '.py')
      ? 'Cache on the instance (cached_property), or in a function that does not take self; or lower maxsize.'
      : 'Keep the value on the instance (a private field), or in a WeakMap whose keys are the instances; or lower the bound.',
    signs: [
      {
        text: `Entries of the cache: ${countText(before)} before, ${countText(entries)} now${limit === undefined ? ', without a bound' : `, at most ${countText(limit)}`}.`,
        ...(evidence.heap && { snapshots: evidence.heap.snapshots }),
        className: instance,
      },
      { text: `Each entry keeps ${sizeText(each(cache))}.` },
    ],
  };
}

function plateau(cache: CacheFacts & Pick<MethodCache, 'bound'>): string {
  const { limit, entries, bound } = cache;
  if (bound !== undefined)
    return `Line ${bound} compares its size: where that is its bound this is a plateau, at ${sizeText(cache.retainedSize)} with ${countText(entries)} entries.`;
  if (limit === undefined) return 'It has no bound: it grows for ever.';
  const most = sizeText(limit * each(cache));
  return entries >= limit
    ? `It is full: this is a plateau, at ${most}.`
    : `It is a plateau once full: ${countText(limit)} entries of ${sizeText(each(cache))} are ${most}.`;
}

function fills(cache: CacheFacts): Note {
  const { function: name, entries, limit = 0 } = cache;
  return {
    kind: 'not-a-leak',
    text:
      entries >= limit
        ? `The cache of ${shortened(name)} is full with ${countText(entries)} entries and keeps ${sizeText(cache.retainedSize)}: it grows no more.`
        : `The cache of ${shortened(name)} fills: ${countText(entries)} of at most ${countText(limit)} entries; full it will keep ${sizeText(limit * each(cache))}.`,
  };
}
