import { countText, sizeText, timeText } from '../base/quantity.js';
import type { Evidence } from './evidence.js';
import type { GrowingHolder } from './growing-holders.js';
import { recordAgain } from './record-again.js';
import type { Note } from './rule.js';
import { shortened } from './shortened.js';
import { seconds } from './signs.js';

/** What stays for longer is as good as kept: at 100 kB a second it is 90 MB by then. */
const LONGEST = 15 * 60_000;
/** In a recording of more than so many lifetimes what is old had its time to go. */
const ENOUGH = 1.5;
/** What is emptied when there is enough of it is emptied within this, ms. */
const EMPTIED_WITHIN = 2 * 60_000;

/**
 * Of a collection that the program itself takes out of, or empties, in a line that this recording was too short to see at work: it
 * fills until then. Undefined where that had time enough, and for what would stay too long.
 */
export function fillingNote(evidence: Evidence, holder: GrowingHolder): Note | undefined {
  const {
    container,
    bytes,
    paths: [{ aged, swept, lifetime, emptied, count, row }],
  } = holder;
  const span = seconds(evidence) * 1000;
  const pin = `container:${container.path}`;
  const has = `${shortened(container.path)} fills, by ${countText(count)} ${shortened(row.name)} here`;
  if (aged !== undefined && !swept) return undefined;
  if (aged !== undefined) {
    if (lifetime === undefined) {
      if (span >= EMPTIED_WITHIN) return undefined;
      const again = recordAgain(evidence, EMPTIED_WITHIN);
      return tooShort(
        `${has}: line ${aged} takes out what is old. Record for longer than that takes: ${again}`,
        pin,
      );
    }
    if (lifetime > LONGEST || span > lifetime * ENOUGH) return undefined;
    const most = sizeText((bytes / span) * lifetime);
    return tooShort(
      `${has}: line ${aged} takes out what is older than ${timeText(lifetime)}; by then it holds about ${most}. Longer would tell: ${recordAgain(evidence, lifetime * 2)}`,
      pin,
      lifetime * 2,
    );
  }
  if (emptied === undefined || span >= EMPTIED_WITHIN) return undefined;
  return tooShort(
    `${has}: line ${emptied.line} calls ${emptied.calls}, which empties it, when there is enough of it. Longer would tell whether it does: ${recordAgain(evidence, EMPTIED_WITHIN)}`,
    pin,
  );
}

const tooShort = (text: string, pin: string, needed = EMPTIED_WITHIN): Note => ({
  kind: 'too-little-data',
  text,
  needed,
  pin,
});
