import { countText } from '../base/quantity.js';
import type { Evidence } from './evidence.js';
import type { GrowingHolder } from './growing-holders.js';
import { recordAgain } from './record-again.js';
import type { Note } from './rule.js';

/** Of a collection that was fuller the second time, and is no finding: `seenByChance`. */
export function chanceNote(
  evidence: Evidence,
  { container, fate, paths: [path] }: Pick<GrowingHolder, 'container' | 'fate' | 'paths'>,
): Note {
  const { kept = 0, gone = 0, entries = 0 } = path.container ?? {};
  if (fate === 'goes')
    return {
      kind: 'not-a-leak',
      text: `${container.path} fills and is emptied: of ${countText(kept + gone)} that it held at the first snapshot ${kept === 0 ? 'none is' : `${countText(kept)} are`} left, and ${countText(entries)} are in it at the last.`,
    };
  return {
    kind: 'too-little-data',
    text: `${container.path} held nothing of what it holds now, ${countText(path.count)} ${path.row.name}: one that is emptied now and then looks so, too. More snapshots would tell: ${recordAgain(evidence, undefined, SEVERAL)}`,
    needed: 60_000,
  };
}

/** Snapshots that meet one that is emptied at different heights. */
const SEVERAL = 'start,15s,35s,end';
