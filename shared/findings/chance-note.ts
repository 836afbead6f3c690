import { countText } from '../base/quantity.js';
import type { Turned } from '../model/heap-evidence.js';
import type { Evidence } from './evidence.js';
import { fateOf } from './fate.js';
import type { GrowingHolder } from './growing-holders.js';
import { recordAgain } from './record-again.js';
import type { Note } from './rule.js';
import { shortened } from './shortened.js';

/** Of a collection that was fuller the second time, and is no finding: `seenByChance`. */
export function chanceNote(
  evidence: Evidence,
  { container, fate, fresh, paths: [path] }: Pick<GrowingHolder, 'container' | 'fate' | 'fresh' | 'paths'>,
): Note {
  const { kept = 0, gone = 0, entries = 0 } = path.container ?? {};
  const name = shortened(container.path);
  const pin = `container:${container.path}`;
  if (fate === 'goes')
    return {
      kind: 'not-a-leak',
      text: `${name} fills and is emptied: of ${countText(kept + gone)} that it held at the first snapshot ${left(kept)}, and ${countText(entries)} are in it at the last.`,
      pin,
    };
  const what = `${countText(path.count)} ${shortened(path.row.name)}`;
  return tooFew(
    evidence,
    fresh
      ? `${name} was not there at the first snapshot, and holds ${what} at the last: one that is made anew now and then looks so, too.`
      : `${name} held nothing of what it holds now, ${what}: one that is emptied now and then looks so, too.`,
    pin,
  );
}

/** Of what is counted and no finding: `countedByChance`. `what` is more than one: `Timers that call tick`. */
export function countedNote(
  evidence: Evidence,
  { what, count, before, pin }: { what: string; count: number; before: number; pin: string },
  turned: Turned,
): Note {
  const { kept = 0, gone = 0 } = turned;
  if (fateOf({ kept, gone }) === 'goes')
    return {
      kind: 'not-a-leak',
      text: `${what} come and go: of ${countText(kept + gone)} at the first snapshot ${left(kept)}, and there are ${countText(count)} at the last.`,
      pin,
    };
  return tooFew(
    evidence,
    `${what}: ${countText(before)} at the first snapshot, ${countText(count)} at the last. Those that come and go look so, too, where the heap does not surely rise.`,
    pin,
  );
}

/** Of a collection that was there and grew, in a heap that does not surely rise. */
export const fewNote = (
  evidence: Evidence,
  { container: { path }, paths: [{ count, row }] }: Pick<GrowingHolder, 'container' | 'paths'>,
): Note =>
  tooFew(
    evidence,
    `${shortened(path)} grew by ${countText(count)} ${shortened(row.name)}, and the heap does not surely rise: a program that warms up looks so, too.`,
    `container:${path}`,
  );

const left = (kept: number): string => (kept === 0 ? 'none is left' : `${countText(kept)} are left`);

const tooFew = (evidence: Evidence, text: string, pin: string): Note => ({
  kind: 'too-little-data',
  text: `${text} More snapshots would tell: ${recordAgain(evidence, undefined, SEVERAL)}`,
  needed: 60_000,
  pin,
});

/** Snapshots that meet one that is emptied at different heights. */
export const SEVERAL = 'start,15s,35s,end';
