import { countText, sizeText } from '../../base/quantity.js';
import { byDesign } from '../by-design.js';
import { chanceNote, SEVERAL } from '../chance-note.js';
import { endedNote } from '../ended-note.js';
import type { Evidence, SourcedPath } from '../evidence.js';
import { fillingNote } from '../filling-note.js';
import { floorGrowth } from '../floor-growth.js';
import {
  type Bound,
  type GrowingHolder,
  growingHolders,
  holderEnded,
  seenByChance,
} from '../growing-holders.js';
import { confidenceOf, floorSign, type HeapFloor, heapFloor } from '../heap-floor.js';
import { methodCache } from '../method-cache.js';
import { recordAgain } from '../record-again.js';
import { type FindingRule, leak, type Note, type Told } from '../rule.js';
import { severityOf } from '../severity.js';
import { shortened } from '../shortened.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';
import { betweenSigns, growthBetween } from '../steady-growth.js';
import { closureChain, closureOf } from './closure-retains.js';

/** A collection with a name holds ever more. */
export const growingContainer: FindingRule = {
  id: 'growing-container',
  judge(evidence) {
    const floor = heapFloor(evidence);
    const holders = growingHolders(evidence).filter(
      (holder) =>
        !closureChain(evidence, holder) &&
        !methodCache(evidence, holder, floor) &&
        (holder.kind === 'elements' || (holder.kind === 'closures' && !closureOf(evidence, holder))),
    );
    const fine = holders.filter((holder) => holder.bounded || stopped(evidence, holder) || design(holder));
    // One that is emptied, or made anew, or that no source of the program fills, must be seen to grow on; a table of a
    // library that was not there before came with it.
    const unsure = holders.filter(
      (holder) =>
        (holder.fresh && foreign(evidence, holder)) ||
        replaced(holder) ||
        seenByChance(evidence, holder, floor) ||
        (foreign(evidence, holder) && floor?.growth.sure !== true),
    );
    const others = holders.filter((holder) => !fine.includes(holder) && !unsure.includes(holder));
    const filling = new Map(others.map((holder) => [holder, fillingNote(evidence, holder)]));
    const grows = others.filter((holder) => filling.get(holder) === undefined);
    const chance = unsure
      .filter(
        (one) => !foreign(evidence, one) && !fine.includes(one) && (!one.fresh || one.bytes >= MANY_BYTES),
      )
      .sort((a, b) => b.bytes - a.bytes);
    return leak(
      grows.map((holder) => told(evidence, holder, floor)),
      [
        ...(grows.length === 0 ? fine.map(explained) : []),
        ...[...filling.values()].filter((note) => note !== undefined).slice(0, MOST_NOTES),
        ...chance.slice(0, MOST_NOTES).map((holder) => chanceNote(evidence, holder)),
      ],
    );
  },
};

const MOST_NOTES = 4;
/** What was not there before is worth a word from so much on: programs make lists all the time. */
const MANY_BYTES = 100_000;

/** What it held has gone and about as much has come: whatever grows, it is not this. */
const replaced = ({ fate, paths: [{ container }] }: GrowingHolder): boolean =>
  fate === 'goes' && container?.before !== undefined && container.entries < container.before * HALF_MORE;

const HALF_MORE = 1.5;

/** The program's sources are known, and none of their lines puts into it: it is of the runtime or a library. */
const foreign = ({ heap }: Evidence, { paths }: GrowingHolder): boolean =>
  ((heap?.files.length ?? 0) > 0 || heap?.growing.some(({ place }) => place) === true) &&
  paths.every(({ place }) => place === undefined);

function told(evidence: Evidence, holder: GrowingHolder, floor: HeapFloor | undefined): Told {
  const { container, paths, count, bytes, alike } = holder;
  const [path] = paths;
  const bytesPerSecond = bytes / seconds(evidence);
  const { place } = path;
  const sure = foreign(evidence, holder) ? 'possible' : confidence(path, floor);
  const external = externalEntry(evidence, bytes, seconds(evidence));
  const reactions = isPromise(path);
  return {
    ...(/cache|memo/i.test(container.name) && keysAreObjects(path.steps) && { rule: 'cache-holds-instance' }),
    severity: severityOf(bytesPerSecond),
    // What goes after a time longer than the recording cannot be told from what stays.
    // That no line of the program fills it is a sign against.
    confidence: sure,
    title: reactions
      ? `${container.path} is never settled: ${countText(count)} more wait for it`
      : `${container.path} grows: ${countText(count)} new ${path.row.name}`,
    because: `In ${seconds(evidence).toFixed(0)} s ${countText(count)} objects of ${path.row.name} came and stayed, held by ${container.path}${alike ? `, ${alike} collections` : ''}; they keep ${sizeText(bytes)}.`,
    ...located(place),
    pin: `container:${container.path}`,
    path: path.steps,
    bytesPerSecond,
    retainedSize: bytes,
    advice: adviceOf(path, container.path),
    signs: [
      classSign(evidence, path.row, count),
      ...turnoverSigns(path),
      ...betweenSigns(path.held),
      ...(path.aged === undefined
        ? []
        : [
            {
              text: `Line ${path.aged} takes out of it what is old: record for longer than that takes to see whether it stops.`,
            },
          ]),
      floorSign(evidence, floor),
      ...(floor?.growth.slows
        ? [{ text: 'It rises ever more slowly: a cache that fills looks so, too.', series: floor.series }]
        : []),
      ...(external ? [{ text: external, series: 'ledger.arrayBuffers' }] : []),
      ...moreSnapshots(evidence, path),
      ...objectSign(evidence, path),
      ...placeSign(place),
    ],
  };
}

/** A cache that fills, or a program that warms up, looks the same to fewer. */
const ENOUGH = 4;
/** ms for each second that was recorded: four times as long. */
const LONGER = 4000;

const moreSnapshots = (evidence: Evidence, { held = [] }: SourcedPath): Told['signs'] =>
  held.length >= ENOUGH
    ? []
    : [
        {
          text: `What fills for longer than these ${seconds(evidence).toFixed(0)} s and then stays looks so, too: more snapshots would tell: ${recordAgain(evidence, seconds(evidence) * LONGER, SEVERAL)}`,
        },
      ];

/** More than two snapshots are asked before the floor: they saw this collection, not the whole heap. */
function stopped(evidence: Evidence, holder: GrowingHolder): boolean {
  const between = growthBetween(holder.paths[0].held);
  if (evidence.heapFilled !== true && between === 'ended') return true;
  return between !== 'steady' && holderEnded(evidence, holder);
}

function confidence({ aged, held }: SourcedPath, floor: HeapFloor | undefined): 'likely' | 'possible' {
  const between = growthBetween(held);
  if (aged !== undefined || floor?.growth.slows === true || between === 'step') return 'possible';
  return between === 'steady' ? 'likely' : confidenceOf(floor);
}

/** What waits for a promise hangs on it until it is settled, as a chain. */
const isPromise = ({ steps, container }: SourcedPath): boolean =>
  container?.chain === true && steps[container.step].name === 'system / PromiseReaction';

function adviceOf(path: SourcedPath, name: string): string {
  if (isPromise(path))
    return `A promise keeps whoever waits for it until it is settled, and Promise.race leaves its waiters there: settle ${name} when its time has come, or wait for it once and let it end what runs (an AbortSignal, a flag) in place of racing against it each time.`;
  if (path.container?.chain)
    return `Each holds the one before it, so that none can go: keep of that what is needed (its id, its name) in place of the object, or cut the link when its work is done.`;
  return 'Give it a bound, or take entries out when their work is done; check that the condition which empties it can be met (>= where == was meant).';
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
      text: `${shortened(container.path)} grew by ${countText(path.count)} ${shortened(path.row.name)}: ${why}.`,
    };
  if (!bounded) return endedNote(holder);
  return {
    kind: 'not-a-leak',
    text: `${shortened(container.path)} ${isFull(bounded) ? 'is full' : 'fills'}: ${fills(path, bounded)}`,
  };
}

const isFull = ({ entries, limit }: Bound): boolean => limit !== undefined && entries >= limit;

function fills({ retainedSize, count }: SourcedPath, { entries, limit, line, rounds }: Bound): string {
  if (rounds !== undefined)
    return `${countText(entries)} entries, by a loop in line ${line} that ends after ${countText(rounds)} rounds and is run once; record for longer to see that it holds.`;
  const at = line === undefined ? '' : `, kept by line ${line}`;
  if (limit === undefined)
    return `${countText(entries)} entries${at}, which compares its size; record for longer to see that it holds.`;
  const most = (retainedSize / Math.max(1, count)) * limit;
  if (isFull({ entries, limit }))
    return `${countText(entries)} of at most ${countText(limit)} entries${at}; they keep about ${sizeText(most)}: a plateau.`;
  return `${countText(entries)} of at most ${countText(limit)} entries${at}; full it will keep about ${sizeText(most)}.`;
}

/** Of a leak all that was there is still there. */
function turnoverSigns({ container }: SourcedPath): Told['signs'] {
  if (container?.kept === undefined || container.gone === undefined) return [];
  const { kept, gone } = container;
  if (kept + gone === 0) return [];
  return [
    {
      text: `Of the ${countText(kept + gone)} that it held before ${gone === 0 ? 'none has' : `${countText(gone)} have`} been taken out.`,
    },
  ];
}
