import { packDescriptors, packRegions, packThreads } from '../../shared/format/inventory-artifacts.js';
import type { Inventory, InventoryReason } from '../../shared/model/inventory.js';
import type { Sampler } from '../samplers/sampler.js';
import type { Journal } from './journal.js';
import { OneAtATime } from './one-at-a-time.js';
import type { TargetRun } from './target-run.js';
import { withinLimit } from './time-limit.js';

/**
 * Keeps the mappings, threads and descriptors of the targets in the session: as the sampler takes them, at marks
 * and snapshots, when asked, and at the end. A process that dies without notice leaves the last one.
 */
export class InventoryRecording {
  /** One at a time: what was begun at a mark is written before the end. */
  readonly #turns = new OneAtATime();

  constructor(
    private readonly sampler: Sampler,
    private readonly journal: Journal,
  ) {
    sampler.onInventory?.(({ target, at, inventory, reason }) => this.#write(target, at, inventory, reason));
  }

  /** Takes and writes one; the time that it stands for, or undefined where there is none to be had. */
  keep(target: TargetRun, reason: InventoryReason): Promise<number | undefined> {
    return this.#turns.run(() => this.#take(target, reason));
  }

  /** A few at a time, so that sampling goes on beside it; what is not begun in time is left out. */
  async keepAll(targets: readonly TargetRun[], reason: InventoryReason): Promise<void> {
    const until = this.journal.now() + ALL_LIMIT;
    const waiting = [...targets];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next && this.journal.now() < until; next = waiting.shift())
        await this.#take(next, reason);
    };
    await this.#turns.run(() => Promise.all(Array.from({ length: AT_A_TIME }, lane)));
  }

  async #take(target: TargetRun, reason: InventoryReason): Promise<number | undefined> {
    if (!target.live || target.within) return undefined;
    const at = this.journal.now();
    const taking = this.sampler.inventory?.(target.id) ?? Promise.resolve(undefined);
    const inventory = await withinLimit(taking, LIMIT, 'The reading of the mappings').catch(() => undefined);
    if (!inventory) return undefined;
    return this.#write(target.id, at, inventory, reason) ? at : undefined;
  }

  #write(target: number, at: number, inventory: Inventory, reason: InventoryReason): boolean {
    const { regions, threads, descriptors } = inventory;
    const parts: [kind: string, count: number, json: string][] = [];
    if (regions) parts.push(['regions', regions.length, packRegions(regions)]);
    if (threads) parts.push(['threads', threads.length, packThreads(threads)]);
    if (descriptors) parts.push(['descriptors', descriptors.length, packDescriptors(descriptors)]);
    return this.journal.write((writer) => {
      for (const [kind, count, json] of parts)
        writer.addArtifact({ kind, target, at, data: encoder.encode(json), meta: { count, reason } });
    });
  }
}

const encoder = new TextEncoder();
/** 60,000 mappings take about two seconds. */
const LIMIT = 5000;
const ALL_LIMIT = 8000;
/** As many as there are threads that read files. */
const AT_A_TIME = 4;
