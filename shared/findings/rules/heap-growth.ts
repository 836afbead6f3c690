import { sizeText, timeText } from '../../base/quantity.js';
import type { SourcePlace } from '../../model/finding.js';
import { isLibrary } from '../heap/python-place.js';
import { floorSign, heapFloor } from '../heap-floor.js';
import { recordAgain } from '../record-again.js';
import { type FindingRule, leak } from '../rule.js';
import { severityOf } from '../severity.js';
import { located } from '../signs.js';

/** A shorter recording is mostly warm-up. */
const LEAST_TIME = 20_000;
/** Less of a rise, as bytes and as a share of what there was, is the life of a program. */
const LEAST_RISE = 1e6;
const LEAST_SHARE = 0.1;
/** A block of CPython is 16 to 512 bytes; this is about the mean. */
const BLOCK = 64;
const SHOWN = 3;

/** The heap grows and no two snapshots say of what: the lines that allocate what stays, where those were recorded. */
export const heapGrowth: FindingRule = {
  id: 'heap-growth',
  judge(evidence) {
    const { heap, from, to, traced = [] } = evidence;
    const floor = heapFloor(evidence);
    if (heap || !floor?.growth.sure || floor.growth.slows || to - from < LEAST_TIME) return leak([]);
    const { growth, series } = floor;
    const each = series === 'blocks' ? BLOCK : 1;
    if (growth.delta * each < LEAST_RISE || growth.delta < (growth.level - growth.delta) * LEAST_SHARE)
      return leak([]);
    const stacks = traced.filter(({ native }) => !native).slice(0, SHOWN);
    const begins = stacks.some(({ lines }) => lines === 'function');
    const place = stacks.map(({ frames }) => ownPlace(frames)).find((found) => found !== undefined);
    const rate = growth.slope * each;
    return leak([
      {
        severity: severityOf(rate),
        confidence: 'possible',
        title: `The heap grows by ${each === 1 ? '' : 'about '}${sizeText(rate)} a second; what grows was not looked at`,
        because: `After every collection more is left, all through ${timeText(to - from)}. Snapshots would tell which objects these are and who holds them.`,
        ...located(place),
        pin: `series:${series}`,
        bytesPerSecond: rate,
        advice: `Take two snapshots: ${recordAgain(evidence)}`,
        signs: [
          floorSign(evidence, floor),
          ...stacks.map(({ bytes, frames }) => {
            const own = ownPlace(frames) ?? frames[0];
            return { text: `Allocated and still there: ${sizeText(bytes)}, by ${nameOf(own)}.` };
          }),
          ...(begins ? [{ text: 'The line is that where the function begins: V8 knows no other.' }] : []),
        ],
      },
    ]);
  },
};

/** The innermost frame of the program's own. */
const ownPlace = (frames: readonly SourcePlace[]): SourcePlace | undefined =>
  frames.find(
    ({ file, line }) => line > 0 && /[\\/]/.test(file) && !/^node:|^<|^\(/.test(file) && !isLibrary(file),
  );

const nameOf = (place: SourcePlace | undefined): string =>
  place === undefined
    ? 'an unknown line'
    : `${place.function ?? 'a line'} (${place.file.split(/[\\/]/).at(-1) ?? ''}:${place.line})`;
