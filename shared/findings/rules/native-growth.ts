import { sizeText } from '../../base/quantity.js';
import type { Evidence, LedgerEvidence } from '../evidence.js';
import { floorGrowth } from '../floor-growth.js';
import { heapFloor } from '../heap-floor.js';
import { nativeSigns } from '../native-signs.js';
import { type FindingRule, leak, type Note } from '../rule.js';
import { severityOf } from '../severity.js';
import { shortened } from '../shortened.js';
import { located } from '../signs.js';

const LEAST_BYTES = 4e6;
/** Entries of the ledger in which no managed object lies. */
const NATIVE = /^(malloc\.(used|rest)|external|mapped|unexplained|devices|shared|files|jit|stacks)$/;

/** A segment or a file that is no larger than it was, is touched for the first time, page after page, up to its size. */
const fillsWhatIsMapped = (id: string, { mappings = [] }: Evidence): boolean => {
  const kind = id === 'shared' ? 'shared' : id === 'files' ? 'file' : undefined;
  const grown = mappings.filter((mapping) => mapping.kind === kind);
  return grown.length > 0 && grown.every(({ mapped }) => mapped === 0);
};

/** RSS rises, the account says that it is native memory, and the managed heap does not explain it. */
export const nativeGrowth: FindingRule = {
  id: 'native-growth',
  judge(evidence) {
    const { ledger, series, from, to } = evidence;
    const rss = floorGrowth(series.get('rss'));
    if (!ledger || !rss?.sure) return leak([]);
    const native = ledger.entries.filter(({ id }) => NATIVE.test(id)).sort((a, b) => b.delta - a.delta);
    const managed = ledger.entries.find(({ id }) => id === 'heap.used')?.delta ?? 0;
    const [entry] = native;
    if (!entry || entry.delta < LEAST_BYTES || managed > entry.delta / 2) return leak([]);
    if (fillsWhatIsMapped(entry.id, evidence)) return leak([], [fills(entry)]);
    // What a snapshot left behind, or a step, is no growth: the entry itself must rise throughout.
    const own = [`ledger.${entry.id}`, entry.id].flatMap((name) => floorGrowth(series.get(name)) ?? []);
    const rises = own.some(({ sure, slope }) => sure && slope >= rss.slope / 4);
    if (own.length > 0 ? !rises : !leavesNothing(evidence)) return leak([]);
    const heap = heapFloor(evidence);
    const name = entry.name ?? entry.id;
    const { signs, place, taker } = nativeSigns(evidence);
    const unseen = evidence.heapUnseen === true && taker === undefined;
    return leak([
      {
        severity: severityOf(rss.slope),
        confidence: unseen ? 'possible' : 'likely',
        title: `${unseen ? 'Memory' : 'Native memory'} grows by ${sizeText(rss.slope)} a second: ${name}`,
        because: unseen
          ? `RSS rises: ${name} has ${sizeText(entry.delta)} more. Nothing was read of its managed heap, which may be in there.`
          : `RSS rises and the managed heap does not explain it: ${name} has ${sizeText(entry.delta)} more, the managed heap ${sizeText(managed)}.`,
        ...located(place),
        pin: 'series:rss',
        bytesPerSecond: rss.slope,
        advice: unseen
          ? UNSEEN
          : taker === undefined
            ? ledger.advice
            : `What ${taker} allocated is still there: free it when its work is done, or close the object that owns it; its callers are in the evidence.`,
        signs: [
          {
            text: `Ledger entry ${entry.id}: ${sizeText(entry.delta)} more.`,
            series: `ledger.${entry.id}`,
            range: { from, to },
          },
          {
            text: `RSS: ${sizeText(rss.slope)} a second (95 %: ${sizeText(rss.low)} to ${sizeText(rss.high)}).`,
            series: 'rss',
            range: { from, to },
          },
          ...(heap && !heap.growth.sure
            ? [
                {
                  text: `The floor of ${heap.series} does not surely rise.`,
                  series: heap.series,
                  range: { from, to },
                },
              ]
            : []),
          ...signs,
        ],
      },
    ]);
  },
};

const UNSEEN =
  'Attach to it, or to the main process that it belongs to: its managed heap then has a line of its own, and two snapshots say what is in it.';

const fills = ({ id, name = id, delta }: LedgerEvidence['entries'][number]): Note => ({
  kind: 'not-a-leak',
  text: `${shortened(name)} has ${sizeText(delta)} more, in segments or files that are no larger than they were: their pages are touched for the first time, and end with their size.`,
});

/** A snapshot of CPython is taken in a forked child, and a process without one is left alone: there the ends will do. */
const leavesNothing = ({ heap, series }: Evidence): boolean =>
  heap?.producer !== 'v8' && !series.has('heap.limit');
