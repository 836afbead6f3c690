import { sizeText } from '../../base/quantity.js';
import { type FindingRule, leak } from '../rule.js';

const LEAST_BYTES = 30e6;
const LEAST_SHARE = 0.3;

/** Much of RSS is free memory that the allocator keeps. Held by Python's allocator, or by glibc's. */
export const fragmentation: FindingRule = {
  id: 'fragmentation',
  judge({ ledger, series, from, to }) {
    // V8 shrinks its heap by itself, and a garbage collected heap between two collections is no fragmentation.
    if (!ledger || series.has('heap.limit')) return leak([]);
    const [held] = ledger.entries
      .filter(({ id }) => id === 'heap.free' || id === 'malloc.free')
      .sort((a, b) => b.bytes - a.bytes);
    if (!held || held.bytes < LEAST_BYTES || held.bytes < ledger.rss * LEAST_SHARE) return leak([]);
    // What comes and goes with the work is room, not loss: it must stay while nothing uses it.
    if (held.delta < -held.bytes / 2) return leak([]);
    const python = held.id === 'heap.free';
    const allocator = python ? 'Python’s object allocator' : 'malloc';
    return leak([
      {
        severity: 'medium',
        confidence: 'likely',
        title: `${sizeText(held.bytes)} are free but held by ${allocator}`,
        because: `Of ${sizeText(ledger.rss)} of RSS ${sizeText(held.bytes)} hold no object: what is left in use is spread over the allocator’s areas, and keeps each of them from being given back.`,
        pin: `held:${held.id}`,
        retainedSize: held.bytes,
        advice: python
          ? 'Build long-lived objects before the large temporary ones, or do the large work in a child process that ends.'
          : 'Call malloc_trim(0) after the peak, set MALLOC_ARENA_MAX or M_TRIM_THRESHOLD, or use jemalloc.',
        signs: [
          {
            text: `Ledger entry ${held.id} at the end: ${sizeText(held.bytes)}, ${((held.bytes / ledger.rss) * 100).toFixed(0)} % of RSS.`,
            series: `ledger.${held.id}`,
            range: { from, to },
          },
        ],
      },
    ]);
  },
};
