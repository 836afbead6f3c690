import { countText, sizeText } from '../../base/quantity.js';
import type { DiffRow } from '../../model/snapshot-rows.js';
import { countedNote } from '../chance-note.js';
import { containerOf } from '../container-of.js';
import type { Evidence } from '../evidence.js';
import { fateOf } from '../fate.js';
import { confidenceOf, floorSign, heapFloor } from '../heap-floor.js';
import { type FindingRule, leak, type Note } from '../rule.js';
import { severityOf } from '../severity.js';
import { classSign, located, objectSign, placeSign, seconds } from '../signs.js';

const LEAST = 20;

/** Elements that are out of the document and that a script still holds. */
export const detachedDom: FindingRule = {
  id: 'detached-dom',
  judge(evidence) {
    const floor = heapFloor(evidence);
    const detached = (evidence.heap?.growing ?? [])
      .filter(
        ({ row, count }) => row.name.startsWith('Detached ') && count >= LEAST && row.countDelta >= LEAST,
      )
      .sort((a, b) => a.steps.length - b.steps.length || b.retainedSize - a.retainedSize);
    const goes = detached.filter(
      ({ row }) =>
        evidence.heapFilled !== true &&
        floor?.growth.sure !== true &&
        fateOf({ kept: row.survivedCount, gone: row.removedCount }) === 'goes',
    );
    const path = detached.find((one) => !goes.includes(one));
    if (!path)
      return leak(
        [],
        goes.slice(0, 1).map(({ row }) => comeAndGo(evidence, row)),
      );
    const holder = containerOf(path.steps, path.container?.step);
    const bytesPerSecond = path.retainedSize / seconds(evidence);
    const place = path.place;
    return leak([
      {
        severity: severityOf(bytesPerSecond),
        confidence: confidenceOf(floor),
        title: `${countText(path.row.countDelta)} more ${path.row.name}${holder ? `, held by ${holder.path}` : ''}`,
        because: `${countText(path.count)} elements left the document and stay in memory${holder ? `: ${holder.path} holds them` : ''}; they keep ${sizeText(path.retainedSize)}.`,
        ...located(place),
        pin: `class:${path.row.name}`,
        path: path.steps,
        bytesPerSecond,
        retainedSize: path.retainedSize,
        advice:
          'Drop the reference when the element is removed, or hold it in a WeakRef, a WeakMap or a WeakSet.',
        signs: [
          classSign(evidence, path.row),
          floorSign(evidence, floor),
          ...objectSign(evidence, path),
          ...placeSign(place),
        ],
      },
    ]);
  },
};

const comeAndGo = (evidence: Evidence, { name, addedCount, survivedCount, removedCount }: DiffRow): Note =>
  countedNote(
    evidence,
    {
      what: name,
      count: addedCount + survivedCount,
      before: survivedCount + removedCount,
      pin: `class:${name}`,
    },
    { kept: survivedCount, gone: removedCount },
  );
