import { sizeText } from '../../base/quantity.js';
import { type FindingRule, UNSURE } from '../rule.js';

const LEAST_BYTES = 30e6;
const LEAST_SHARE = 0.3;

/** Much of RSS is free memory that the allocator keeps. Held by Python's allocator, or by glibc's. */
export const fragmentation: FindingRule = {
  id: 'fragmentation',
  judge({ ledger, series, target }) {
    // V8 shrinks its heap by itself, and a garbage collected heap between two collections is no fragmentation.
    if (!ledger || series.has('heap.limit')) return UNSURE;
    const held = ledger.entries
      .filter(({ id }) => id === 'heap.free' || id === 'malloc.free')
      .sort((a, b) => b.bytes - a.bytes)[0];
    if (!held || held.bytes < LEAST_BYTES || held.bytes < ledger.rss * LEAST_SHARE) return UNSURE;
    const allocator = held.id === 'heap.free' ? "Python's object allocator" : 'malloc';
    return {
      kind: 'leak',
      findings: [
        {
          rule: 'fragmentation',
          severity: 'medium',
          confidence: 'likely',
          target,
          title: `${sizeText(held.bytes)} are free but held by ${allocator}`,
          because: `Of ${sizeText(ledger.rss)} of RSS ${sizeText(held.bytes)} hold no object: what is left in use is spread over the allocator's areas.`,
          retainedSize: held.bytes,
          advice:
            held.id === 'heap.free'
              ? 'Build long-lived objects before the large temporary ones, or do the large work in a child process that ends.'
              : 'Call malloc_trim(0) after the peak, set MALLOC_ARENA_MAX or M_TRIM_THRESHOLD, or use jemalloc.',
          evidence: [`Ledger entry ${held.id} at the end: ${sizeText(held.bytes)}.`],
        },
      ],
    };
  },
};
