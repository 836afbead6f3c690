import { sizeText } from '../../base/quantity.js';
import { floorGrowth } from '../floor-growth.js';
import { type FindingRule, UNSURE } from '../rule.js';
import { severityOf } from '../severity.js';

const LEAST_BYTES = 4e6;

/** RSS rises, the account says that it is native memory, and the managed heap does not explain it. */
export const nativeGrowth: FindingRule = {
  id: 'native-growth',
  judge({ ledger, series, target }) {
    const rss = floorGrowth(series.get('rss'));
    if (!ledger || !rss?.sure || ledger.kind !== 'native') return UNSURE;
    const entry = ledger.entries
      .filter(({ id }) => id === 'malloc.used' || id === 'external')
      .sort((a, b) => b.delta - a.delta)[0];
    if (!entry || entry.delta < LEAST_BYTES) return UNSURE;
    return {
      kind: 'leak',
      findings: [
        {
          rule: 'native-growth',
          severity: severityOf(rss.slope),
          confidence: 'likely',
          target,
          title: `Native memory grows by ${sizeText(rss.slope)} a second`,
          because: ledger.sentence,
          bytesPerSecond: rss.slope,
          advice: ledger.advice,
          evidence: [
            `Ledger entry ${entry.id}: ${sizeText(entry.delta)} more.`,
            `RSS: ${sizeText(rss.slope)} a second (95 %: ${sizeText(rss.low)} to ${sizeText(rss.high)}).`,
          ],
        },
      ],
    };
  },
};
