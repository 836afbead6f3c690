import { LEDGER_LINES, type Ledger, type LedgerId } from '../../model/ledger.js';
import type { Region } from '../../model/region.js';
import type { Reading } from '../../model/series.js';
import { type Pools, pools } from './pools.js';

/** What an account is made of, read as close together as can be. */
export interface LedgerInput {
  /** All mappings. Their RSS summed is the RSS that is accounted for. */
  readonly regions: readonly Region[];
  /**
   * What the runtime says of the whole process (`heap.used`, `heap.committed`, `external`, `arrayBuffers`,
   * `malloc.used`, `malloc.free`); of several isolates the sums. Empty for a native process.
   */
  readonly reading: Reading;
}

/**
 * The account of a process's RSS. What the runtime says is believed as far as there is resident memory of
 * the right kind: memory that was reserved but never touched is in its figures and not in RSS.
 */
export function ledger({ regions, reading }: LedgerInput): Ledger {
  const pool = pools(regions);
  const amount = new Map<LedgerId, number>([
    ['stacks', pool.stacks],
    ['code', pool.code],
    ['data', pool.data],
    ['files', pool.files],
    ['shared', pool.shared],
    ['devices', pool.devices],
    ['kernel', pool.kernel],
  ]);
  share(amount, pool, reading);
  const entries = LEDGER_LINES.map((line) => ({ ...line, bytes: amount.get(line.id) ?? 0 }));
  return account(pool.rss, entries);
}

/** Completes an account whose entries already sum to `rss`. */
export function account(rss: number, entries: Ledger['entries']): Ledger {
  const unexplained = entries.find((entry) => entry.id === 'unexplained')?.bytes ?? 0;
  return { rss, explained: rss > 0 ? 1 - unexplained / rss : 1, entries, unexplained };
}

/** Where a runtime's heap can lie, likeliest first. */
const HEAP = ['pymalloc', 'pages', 'anonymous', 'mapped', 'jit'] as const;
/** Where what it owns outside of its heap can lie. */
const OUTSIDE = ['large', 'arenas', 'anonymous', 'mapped', 'pages'] as const;

/** Shares out memory without a file between the runtime, malloc and nobody. Each pool is used up to its last byte. */
function share(amount: Map<LedgerId, number>, pool: Pools, reading: Reading): void {
  const { anonymous, pages, mapped, pymalloc, jit, mallocLarge: large, mallocArenas: arenas } = pool;
  const left = { anonymous, pages, mapped, pymalloc, jit, large, arenas };
  const take = (id: LedgerId, wanted: number, ...from: readonly (keyof typeof left)[]): void => {
    let missing = Math.max(0, Math.floor(wanted));
    for (const source of from) {
      const taken = Math.min(missing, left[source]);
      left[source] -= taken;
      missing -= taken;
      amount.set(id, (amount.get(id) ?? 0) + taken);
    }
  };
  const figure = (name: string): number => (Number.isFinite(reading[name]) ? Math.max(0, reading[name]) : 0);

  // Heaps of runtimes come from mmap; compiled code is part of V8's.
  take('heap.used', figure('heap.used'), ...HEAP);
  take('heap.free', figure('heap.committed') - figure('heap.used'), ...HEAP);
  take('heap.free', left.pymalloc, 'pymalloc');
  // V8 keeps some of the pages that it has emptied and counts them no more.
  if (reading['heap.limit'] !== undefined) take('heap.free', left.pages, 'pages');
  take('jit', left.jit, 'jit');

  // Contents of Buffers come from malloc: large ones with a mapping of their own, small ones in the arenas.
  // Where malloc's mappings cannot be told apart they are among the others.
  take('arrayBuffers', figure('arrayBuffers'), ...OUTSIDE);
  take('external', figure('external') - figure('arrayBuffers'), ...OUTSIDE);
  const owned = (amount.get('arrayBuffers') ?? 0) + (amount.get('external') ?? 0);

  const split = reading['malloc.used'] !== undefined && reading['malloc.free'] !== undefined;
  if (split) {
    take('malloc.used', figure('malloc.used') - owned, ...OUTSIDE);
    take('malloc.free', figure('malloc.free'), 'arenas');
  }
  // A block with a mapping of its own goes back to the system when it is freed: what is there is in use.
  take('malloc.used', left.large, 'large');
  take('malloc.rest', left.arenas, 'arenas');
  take('mapped', left.mapped, 'mapped');
  take('unexplained', left.anonymous + left.pages, 'anonymous', 'pages');
}
