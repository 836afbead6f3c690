import { sizeText } from '../../base/quantity.js';
import type { LedgerId } from '../../model/ledger.js';
import type { LedgerGrowth } from './growth.js';
import { withoutOurShare } from './our-share.js';
import { type RssTrend, STEADY_SHARE } from './trend.js';

export type VerdictKind =
  | 'steady'
  | 'shrinking'
  | 'managed-heap'
  | 'managed-free'
  | 'buffers'
  | 'native'
  | 'filling'
  | 'fragmentation'
  | 'allocator'
  | 'mapped'
  | 'threads'
  | 'program'
  | 'files'
  | 'shared'
  | 'unexplained'
  | 'unlocated'
  | 'mixed';

/** What a growth of RSS comes down to. From two accounts alone: whether it goes on, the timeline must say. */
export interface LedgerVerdict {
  readonly kind: VerdictKind;
  readonly sentence: string;
  readonly advice: string;
  /** Share of the growth that `kind` stands for, 0 to 1. */
  readonly share: number;
  /** Bytes that the allocator or the runtime holds free at the end: at most so much could be given back. */
  readonly heldFree: number;
}

/** Below both, RSS is called steady: a collector and an allocator move by as much for no reason. */
const NOISE_BYTES = 2e6;
const NOISE_SHARE = 0.02;
/** From this share of the growth on, one kind is called its cause. */
const DECISIVE = 0.5;

/**
 * `fills` tells of an entry whether its growth has all but stopped, `trend` whether RSS goes up outside of our own
 * snapshots: what two accounts alone cannot know.
 */
export function ledgerVerdict(
  growth: LedgerGrowth,
  fills?: (id: LedgerId) => boolean,
  trend?: RssTrend,
): LedgerVerdict {
  const { before, after, steps } = growth;
  const total = after - before;
  const held = steps.filter(({ id }) => id === 'heap.free' || id === 'malloc.free');
  const heldFree = held.reduce((sum, { bytes }) => sum + bytes, 0);
  const noise = Math.max(NOISE_BYTES, before * (trend?.kind === 'steady' ? STEADY_SHARE : NOISE_SHARE));
  const advised = { ...ADVICE, ...((trend?.leftOut ?? 0) > 1 && ADVICE_WITH_SNAPSHOTS) };
  const verdict = (
    kind: VerdictKind,
    sentence: string,
    share = 1,
    advice = advised[kind],
  ): LedgerVerdict => ({
    kind,
    sentence,
    advice,
    share,
    heldFree,
  });
  if (trend?.kind === 'grows' && total <= noise)
    return verdict('unlocated', `RSS grows by ${sizeText(trend.slope)}/s, but ${apart(total)}.`, 0);
  if (trend?.kind === 'shrinks' && total >= -noise)
    return verdict('shrinking', `RSS shrinks by ${sizeText(-trend.slope)}/s outside of our snapshots.`);
  if (trend?.kind === 'steady' && trend.leftOut > 0 && total > noise)
    return verdict(
      'steady',
      `RSS does not grow outside of our snapshots; it is higher by ${sizeText(total)} with them.`,
    );
  if (Math.abs(total) <= noise) return verdict('steady', `RSS is steady at ${sizeText(after)}.`);
  if (total < 0) return verdict('shrinking', `RSS fell by ${sizeText(-total)} to ${sizeText(after)}.`);

  const { growth: theirs, ours } = withoutOurShare(growth, trend?.raised ?? 0);
  if (total - ours <= noise)
    return verdict('steady', `RSS grew by ${sizeText(total)}; ${sizeText(ours)} ${KEPT}.`);
  const grown = new Map<VerdictKind, number>();
  for (const { id, delta } of theirs.steps)
    if (delta > 0) grown.set(KIND_OF[id], (grown.get(KIND_OF[id]) ?? 0) + delta);
  const risen = [...grown.values()].reduce((sum, bytes) => sum + bytes, 0);
  const [first, second] = [...grown].sort((a, b) => b[1] - a[1]);
  if (!first) return verdict('steady', `RSS is steady at ${sizeText(after)}.`);
  const [kind, bytes] = first;
  const besides = `; ${sizeText(ours)} ${KEPT}; RSS without it grew by ${sizeText(total - ours)}`;
  const grew = `RSS grew by ${sizeText(total)}${ours > noise ? besides : ''}`;
  const largest = theirs.steps.find(({ id, delta }) => KIND_OF[id] === kind && delta > 0);
  if (bytes / risen >= DECISIVE && largest && CAN_FILL.has(kind) && fills?.(largest.id))
    return verdict(
      'filling',
      `${grew}; ${sizeText(bytes)} of what rose is ${WORDS[kind]}, and it has all but stopped rising.`,
      bytes / risen,
      `${ADVICE.filling} ${IN_HEAP.has(kind) ? 'compare two snapshots.' : 'trace native allocations.'}`,
    );
  if (bytes / risen >= DECISIVE || !second)
    return verdict(kind, `${grew}; ${sizeText(bytes)} of what rose is ${WORDS[kind]}.`, bytes / risen);
  const both = `${sizeText(bytes)} ${WORDS[kind]} and ${sizeText(second[1])} ${WORDS[second[0]]}`;
  return verdict('mixed', `${grew} in several places, most of it ${both}.`, bytes / risen);
}

/** Of what our own snapshots brought. */
const KEPT = 'of it came with our snapshots, and malloc keeps it for the next';

/** Of two accounts that do not say what the samples between them say. */
const apart = (bytes: number): string =>
  `its accounts at both ends are ${sizeText(Math.abs(bytes))} apart, too little to tell where`;

/** Where a bounded cache or a pool can live. */
const CAN_FILL: ReadonlySet<VerdictKind> = new Set([
  'managed-heap',
  'managed-free',
  'buffers',
  'native',
  'allocator',
  'fragmentation',
  'mapped',
  'files',
  'unexplained',
]);

/** What a heap snapshot shows; the others are seen by a trace of native code alone. */
const IN_HEAP: ReadonlySet<VerdictKind> = new Set(['managed-heap', 'managed-free', 'buffers']);

const KIND_OF: Readonly<Record<LedgerId, VerdictKind>> = {
  'heap.used': 'managed-heap',
  'heap.free': 'managed-free',
  arrayBuffers: 'buffers',
  external: 'native',
  'malloc.used': 'native',
  'malloc.free': 'fragmentation',
  'malloc.rest': 'allocator',
  mapped: 'mapped',
  stacks: 'threads',
  jit: 'program',
  code: 'program',
  data: 'program',
  files: 'files',
  shared: 'shared',
  devices: 'shared',
  kernel: 'program',
  unexplained: 'unexplained',
};

const WORDS: Readonly<Record<VerdictKind, string>> = {
  steady: '',
  shrinking: '',
  mixed: '',
  unlocated: '',
  filling: '',
  'managed-heap': 'objects in the managed heap',
  'managed-free': 'free room in the managed heap',
  buffers: 'ArrayBuffers and Buffers',
  native: 'memory that native code holds',
  fragmentation: 'memory that malloc holds free',
  allocator: 'memory of malloc’s arenas, in use or free',
  mapped: 'memory that native code maps itself',
  threads: 'stacks of threads',
  program: 'code and data of programs and libraries',
  files: 'pages of mapped files',
  shared: 'shared memory or device memory',
  unexplained: 'memory that nothing accounts for',
};

const ADVICE: Readonly<Record<VerdictKind, string>> = {
  steady: 'Nothing to do.',
  shrinking: 'Nothing to do.',
  unlocated: 'Record longer, or choose a longer range: the accounts at its ends then say whose memory it is.',
  mixed: 'Look at the largest entry first; record longer to see which goes on.',
  filling:
    'So far this looks like a cache that fills or a program that warms up, not a leak. Record longer: if it rises again,',
  'managed-heap': 'Take two snapshots and compare them by class.',
  'managed-free':
    'The heap grew for a peak and keeps the room. If it stays after collections, it is fragmented: compare snapshots around the peak.',
  buffers: 'Take two snapshots and look for who holds Buffers and ArrayBuffers.',
  native:
    'The objects are not in the managed heap: trace native allocations, or look for a binding that does not free.',
  fragmentation:
    'Freed but not given back. Fewer arenas (MALLOC_ARENA_MAX=2), another allocator, or malloc_trim give it back.',
  allocator: 'Attach with the runtime’s driver, or trace native allocations, to tell use from fragmentation.',
  mapped:
    'Not from malloc, and in no managed heap: look in Regions for the mappings that grow, and trace native allocations.',
  threads: 'Threads are started and not ended: look at their names in Threads.',
  program: 'Libraries were loaded. It is a leak only if it goes on.',
  files: 'The kernel can drop clean pages of files: it is no leak unless mappings are never closed.',
  shared: 'Look in Regions for the segments that grow and who made them.',
  unexplained: 'Look in Regions for the mappings that grow; trace native allocations.',
};

/** Where two snapshots lie in the range already. */
const ADVICE_WITH_SNAPSHOTS: Partial<Record<VerdictKind, string>> = {
  'managed-heap': 'Compare the snapshots by class.',
  buffers: 'Look in the snapshots for who holds Buffers and ArrayBuffers.',
};
