import { sizeText, timeText } from '../../base/quantity.js';
import type { Evidence, Points } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { heapFloor } from '../heap-floor.js';
import { missing, recordAgain } from '../record-again.js';
import { type FindingRule, type Note, UNSURE } from '../rule.js';

/** Less of a rise is not worth a word. */
const LEAST_RISE = 2e6;
/** A saw-tooth must be so high, as a share of its top, to be taken for growth. */
const LEAST_TOOTH = 0.2;
const LEAST_COLLECTIONS = 3;

/** Growth that is none: it has ended, or the collector takes it back; or the recording is too short to tell. */
export const notALeak: FindingRule = {
  id: 'not-a-leak',
  judge(evidence) {
    const notes = [ended(evidence), sawTooth(evidence), tooShort(evidence), unlooked(evidence)].filter(
      (note) => note !== undefined,
    );
    return notes.length === 0 ? UNSURE : { kind: 'fine', because: notes };
  },
};

function ended({ series }: Evidence): Note | undefined {
  const rss = floorGrowth(series.get('rss'));
  if (!rss?.ended || rss.delta < LEAST_RISE) return undefined;
  return {
    kind: 'not-a-leak',
    text: `RSS rose by ${sizeText(rss.delta)} and then no more: warm-up, or a cache that filled.`,
  };
}

function sawTooth(evidence: Evidence): Note | undefined {
  const { series, collections = [] } = evidence;
  const used = series.get('heap.used');
  const floor = heapFloor(evidence);
  if (!used || !floor || floor.growth.sure || collections.length < LEAST_COLLECTIONS) return undefined;
  const [low, high] = ends(used);
  if (high - low < LEAST_RISE || high - low < high * LEAST_TOOTH) return undefined;
  // Two snapshots that saw more of it do not agree with all.
  const { heap } = evidence;
  const most = heap !== undefined && heap.reached.after - heap.reached.before > (high - low) * LEAST_TOOTH;
  return {
    kind: 'not-a-leak',
    text: `The heap goes between ${sizeText(low)} and ${sizeText(high)}, and ${collections.length} collections took ${most ? 'most' : 'all'} of it back: a saw-tooth.`,
  };
}

function tooShort(evidence: Evidence): Note | undefined {
  const { heap, from, to, series } = evidence;
  const floor = heapFloor(evidence)?.growth ?? floorGrowth(series.get('rss'));
  const grew = heap ? heap.reached.after - heap.reached.before : 0;
  // Of a file of another tool there is nothing to be short.
  if (!floor && to <= from) return undefined;
  if (!floor)
    return {
      kind: 'too-little-data',
      text: `The recording lasts ${timeText(to - from)}: too short to tell whether anything grows. Record a minute: ${recordAgain(evidence)}`,
      needed: 60_000,
    };
  if (floor.sure || floor.needed === undefined || grew < LEAST_RISE) return undefined;
  const needed = Math.min(24 * 3_600_000, Math.max(30_000, Math.round(floor.needed)));
  return {
    kind: 'too-little-data',
    text: `The heap grew by ${sizeText(grew)} between the snapshots, but its floor does not surely rise: about ${timeText(needed)} of recording would tell: ${recordAgain(evidence, needed)}`,
    needed,
  };
}

/** A silent answer must not be taken for a clean heap that nobody looked into. */
function unlooked(evidence: Evidence): Note | undefined {
  const { series, wholeSnapshots = 0, from, to } = evidence;
  // A process without a runtime of ours has no heap to look into.
  const managed = series.has('heap.used') || series.has('blocks') || wholeSnapshots > 0 || to <= from;
  const text = managed ? missing(evidence) : undefined;
  return text === undefined ? undefined : { kind: 'too-little-data', text, needed: 60_000 };
}

function ends({ value }: Points): readonly [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let row = 0; row < value.length; row++)
    if (Number.isFinite(value[row])) {
      low = Math.min(low, value[row]);
      high = Math.max(high, value[row]);
    }
  return [low, high];
}
