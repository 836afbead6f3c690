import { sizeText, timeText } from '../../../shared/base/quantity.js';
import { rateText } from '../../widgets/numbers.js';

/** The texts of the overview. */
export const words = {
  waiting: 'Watching for the first samples',
  noSamples: 'A snapshot alone: what is in the heap is under Heap.',
  grows: (who: string, rate: number) => `${who} grows by ${rateText(rate).slice(1)}`,
  shrinks: (who: string, rate: number) => `${who} shrinks by ${rateText(-rate).slice(1)}`,
  steady: (who: string) => `${who} does not grow`,
  unclear: (who: string) => `${who} moves, but without a trend`,
  because: (delta: number, ms: number) =>
    `RSS ${delta >= 0 ? 'rose' : 'fell'} by ${sizeText(Math.abs(delta))} in ${timeText(ms)}.`,
  share: (share: number, what: string) => `${Math.round(share * 100)} % of it is ${what}.`,
  slope: (slope: number, error: number) =>
    `Robust slope ${rateText(slope)} ± ${rateText(error).replace(/^[+\u2212]/, '')} (95 %).`,
  leftOut: (count: number) =>
    `Left out: ${count === 1 ? 'our snapshot' : `our ${count} snapshots`} and the 5 s after ${count === 1 ? 'it' : 'each'}, which raise RSS.`,
  tooEarly: (who: string) => `Too early to tell whether ${who} grows`,
  tooShort: (who: string) => `Too short to tell whether ${who} grows`,
  needs: (has: number, needed: number, live: boolean) =>
    live
      ? `A trend needs ${timeText(needed)} of samples; ${timeText(Math.max(0, needed - has))} more to come.`
      : `A trend needs ${timeText(needed)} of samples; there are ${timeText(has)}.`,
  notVerdict: 'A trend is not yet a leak: two snapshots show which objects stay.',
  ledger: 'Ledger',
  ledgerRange: 'from the first to the last sample',
  ledgerScoped: 'over the range',
  whose: 'Whose memory',
  at: 'Start',
  delta: 'Δ',
  now: 'End',
  rest: 'Rest: native, stacks, files, shared',
  all: 'Everything: not read apart here',
  restAbout: 'RSS minus the heaps that the runtime reports. Not measured further in this session.',
  rss: 'RSS',
  zero: '0 at both ends:',
  managed: (kind: string) => (kind === 'cpython' ? 'Python heap' : 'V8 heap'),
  managedPart: (kind: string) => (kind === 'cpython' ? 'in the Python heap' : 'in the V8 heap'),
  external: 'External, ArrayBuffers',
  externalPart: 'external memory: Buffers and ArrayBuffers',
  restPart: 'outside the managed heap',
  grew: 'What grew',
  grewBetween: (a: string, b: string) => `${a} to ${b}, by class`,
  retained: 'Δ retained',
  count: 'Δ count',
  classes: 'All classes',
  holder: 'Who holds it',
  copyPath: 'Copy path as text',
  twoSnapshots: 'Take two snapshots',
  oneMore: 'Take one more snapshot',
  twoAbout:
    'The first shows what is in the heap. The second, a little later, shows which classes grew and what holds them.',
  oneAbout: 'Let the program work a little, then take the second: the difference stands here.',
  offlineNone: 'This session has no two snapshots of one process to compare.',
  osOnly:
    'The system’s figures alone are read from this process: RSS, threads and descriptors are in the timeline.',
  snapshot: 'Snapshot',
  taking: 'Snapshot',
  nothingGrew: 'Nothing grew between these two snapshots.',
  noPath: 'No path to a root: it is garbage that is not collected yet.',
  reading: 'Reading the snapshots …',
  looking: 'Looking for what holds it …',
  cancel: 'Cancel',
  again: 'Try again',
} as const;
