import type { DescriptorInfo } from '../../../shared/model/descriptor.js';
import { LEDGER_PREFIX, LEDGER_PSS_PREFIX, type Ledger } from '../../../shared/model/ledger.js';
import type { Region } from '../../../shared/model/region.js';
import type { Reading } from '../../../shared/model/series.js';
import { groupThreads, type ThreadInfo } from '../../../shared/model/thread.js';
import { cgroupMemory } from '../../drivers/cgroup.js';
import { InventoryReader } from '../../processes/linux/inventory-reader.js';
import { MemoryMap } from '../../processes/linux/memory-map.js';
import { readDescriptors } from '../../processes/linux/read-descriptors.js';
import { readThreads } from '../../processes/linux/read-threads.js';
import { rollup } from '../../processes/linux/smaps-rollup.js';
import type { SlowReading } from '../system-reader.js';

/** Makes the account from the mappings and the runtime's figures; given from above, where the analysis lives. */
export type LedgerOf = (input: { regions: readonly Region[]; reading: Reading }) => Ledger;

/** Series are public names and stay: of threads only the most frequent kinds get one. */
const MOST_PATTERNS = 8;

/** The figures for which the kernel walks page tables or we walk folders: in turns, as the slow lane lets us. */
export class SlowReader {
  readonly #map: MemoryMap;
  readonly #inventory: InventoryReader;
  #turn = 0;

  constructor(
    private readonly pid: number,
    private readonly ledger: LedgerOf | undefined,
  ) {
    this.#map = new MemoryMap(pid);
    this.#inventory = new InventoryReader(pid, this.#map);
  }

  /** With the account of the same mappings, where they may be read. */
  async inventory(managed: Reading): Promise<SlowReading> {
    if (this.ledger)
      try {
        return await this.#account(this.ledger, managed, true);
      } catch {
        // Threads may be there to be read where mappings are not.
      }
    return { reading: {}, inventory: await this.#inventory.read() };
  }

  /** Throws where nothing of it may be read. `whole`: the mappings are kept with threads and descriptors. */
  async read(managed: Reading, whole: boolean): Promise<SlowReading> {
    const turn = this.#turn++;
    // The sums first, a third of the price: of many targets each has them soon, and its map when the others have theirs.
    if (turn === 0 || !this.ledger) return { reading: { ...(await this.#sums()), ...this.#group() } };
    if (turn % 2 === 1) return this.#account(this.ledger, managed, whole);
    const [descriptors, threads] = [await readDescriptors(this.pid), await readThreads(this.pid)];
    return { reading: { ...this.#group(), ...kindsOf(descriptors, threads) } };
  }

  async #sums(): Promise<Reading> {
    const sums = await rollup(this.pid);
    if (!sums) return {};
    const { rss: _, ...figures } = sums;
    return figures;
  }

  async #account(ledger: LedgerOf, managed: Reading, whole: boolean): Promise<SlowReading> {
    const { regions, found } = await this.#map.read();
    const sum = (key: 'pss' | 'uss' | 'swap' | 'huge' | 'hugetlb'): number =>
      regions.reduce((total, region) => total + region[key], 0);
    const reading = { ...found, ...managed };
    const lines = ledger({ regions, reading }).entries;
    const parts = regions.map((region) => ({ ...region, rss: region.pss }));
    const shares = ledger({ regions: parts, reading }).entries;
    const inventory = whole ? await this.#inventory.read(regions) : undefined;
    const { descriptors, threads } = inventory ?? {};
    const figures = {
      pss: sum('pss'),
      uss: sum('uss'),
      swap: sum('swap'),
      huge: sum('huge'),
      hugetlb: sum('hugetlb'),
      ...Object.fromEntries(lines.map(({ id, bytes }) => [LEDGER_PREFIX + id, bytes])),
      ...Object.fromEntries(shares.map(({ id, bytes }) => [LEDGER_PSS_PREFIX + id, bytes])),
      ...(descriptors && threads && kindsOf(descriptors, threads)),
    };
    return { reading: figures, ...(inventory && { inventory }) };
  }

  #group(): Reading {
    const group = cgroupMemory(this.pid);
    if (!group) return {};
    const { limit, usage, kernel, kernelParts = {}, oomKills } = group;
    const parts = Object.entries(kernelParts).map(([part, bytes]) => [`cgroup.${part}`, bytes]);
    return {
      ...(kernel !== undefined && { 'cgroup.kernel': kernel }),
      ...Object.fromEntries(parts),
      ...(limit !== undefined && { 'cgroup.usage': usage, 'cgroup.limit': limit }),
      ...(limit !== undefined && oomKills !== undefined && { 'cgroup.oom.count': oomKills }),
    };
  }
}

/** How many descriptors of each kind, how many threads of each name. */
function kindsOf(descriptors: readonly DescriptorInfo[], threads: readonly ThreadInfo[]): Reading {
  const kinds: Record<string, number> = {};
  for (const { kind } of descriptors) kinds[`fds.${kind}.count`] = (kinds[`fds.${kind}.count`] ?? 0) + 1;
  const groups = groupThreads(threads);
  if (groups.length > 1)
    for (const { pattern, count } of groups.slice(0, MOST_PATTERNS))
      kinds[`threads.${pattern.replace(/[^\w#:/ -]/g, '?')}.count`] = count;
  return kinds;
}
