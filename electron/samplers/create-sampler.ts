import type { Overhead } from '../../shared/api/recording.js';
import type { Inventory } from '../../shared/model/inventory.js';
import type { ProcessKey } from '../../shared/model/process.js';
import type { Reading } from '../../shared/model/series.js';
import type { Attachment } from '../drivers/driver.js';
import { InsideCosts } from './inside-cost.js';
import { InventoryDue } from './inventory-due.js';
import type { LedgerOf } from './linux/slow-reader.js';
import { ManagedReader } from './managed-reader.js';
import { namedThreads } from './named-threads.js';
import { openReader } from './open-reader.js';
import { OwnCost } from './own-cost.js';
import type { Sampler, TakenInventory, TargetBatch } from './sampler.js';
import { SlowLane } from './slow-lane.js';
import type { Ended, SystemReader } from './system-reader.js';
import { TargetColumns } from './target-columns.js';
import { TickClock } from './tick-clock.js';

export interface SamplerOptions {
  /** Milliseconds since the session began; never goes back. */
  now(): number;
  /** Milliseconds between two samples of a target. */
  readonly interval: number;
  /** `ledger` of shared/analysis: with it the series `ledger.*` are read. */
  readonly ledger?: LedgerOf;
  /** Of one core, for PSS, maps and all else that makes the kernel walk page tables; 0 leaves that out. */
  readonly slowShare?: number;
}

/** Between two batches, ms; of many targets half as often, as each costs something for itself. */
const BATCH = 250;
const MANY = 16;
const SLOW_SHARE = 0.015;
/** The least time between two dear readings of one target, ms. */
const SLOW_EVERY = 1000;
/** A move of RSS by both of these puts a target so many ms before others. */
const MOVED = 1 << 20;
const MOVED_SHARE = 0.02;
const AHEAD = 30_000;

export function createSampler({ now, interval, ledger, slowShare = SLOW_SHARE }: SamplerOptions): Sampler {
  const targets = new Map<number, Target>();
  const batchListeners = new Set<(batches: readonly TargetBatch[]) => void>();
  const inventoryListeners = new Set<(taken: TakenInventory) => void>();
  const goneListeners = new Set<(target: number, how: string) => void>();
  const lane = slowShare > 0 ? new SlowLane(slowShare) : undefined;
  const cost = new OwnCost();
  const inside = new InsideCosts();
  let dropped = 0;

  const handOut = (chosen: Iterable<Target>): void => {
    const batches = [...chosen].flatMap((target) => target.take(now() - performance.now()) ?? []);
    if (batches.length > 0) for (const listener of batchListeners) listener(batches);
  };
  const drop = (target: Target): void => {
    targets.delete(target.id);
    target.close();
  };
  let handedOut = performance.now();
  /** Those of the rows up to the tick before: a runtime may still answer for the newest. */
  const handOutWhenDue = (): void => {
    const at = performance.now();
    if (at - handedOut < (targets.size > MANY ? 2 * BATCH : BATCH) - interval / 2) return;
    handedOut = at;
    handOut(targets.values());
  };
  const tick = (): void => {
    if (ticksHandOut) handOutWhenDue();
    const ended: [Target, string][] = [];
    const time = now();
    for (const target of targets.values()) {
      const outcome = target.tick(time);
      if (outcome === 'late') dropped++;
      else if (outcome) ended.push([target, outcome.ended]);
    }
    for (const [target, how] of ended) {
      if (targets.get(target.id) !== target) continue; // a listener removed it
      handOut([target]);
      drop(target);
      for (const listener of goneListeners) listener(target.id, how);
    }
  };
  /** Of a process with several isolates the sum: they share its RSS. */
  const managedOf = (pid: number): Reading => {
    const sum: Record<string, number> = {};
    for (const target of targets.values())
      if (target.key.pid === pid)
        for (const [name, value] of Object.entries(target.lastManaged)) sum[name] = (sum[name] ?? 0) + value;
    return sum;
  };
  // A timer of its own costs as much as reading twenty targets: only where ticks come too seldom.
  const ticksHandOut = interval <= BATCH / 2;
  const clock = new TickClock(interval, tick);
  const batchTimer = ticksHandOut ? undefined : setInterval(() => handOut(targets.values()), BATCH);

  return {
    add(id, key, attachment) {
      const old = targets.get(id);
      if (old) drop(old);
      const took = (taken: TakenInventory): void => {
        for (const listener of inventoryListeners) listener(taken);
      };
      targets.set(id, new Target(id, key, attachment, { lane, now, ledger, managedOf, took }));
    },
    setAttachment: (id, attachment) => targets.get(id)?.setAttachment(attachment),
    remove(id) {
      const target = targets.get(id);
      if (!target) return;
      handOut([target]);
      drop(target);
    },
    onBatch(listener) {
      batchListeners.add(listener);
      return () => batchListeners.delete(listener);
    },
    onGone(listener) {
      goneListeners.add(listener);
      return () => goneListeners.delete(listener);
    },
    onInventory(listener) {
      inventoryListeners.add(listener);
      return () => inventoryListeners.delete(listener);
    },
    inventory: async (id) => targets.get(id)?.inventory(),
    overhead: (): Overhead => ({
      ...cost.read(clock.missed + dropped),
      ...inside.read([...targets.values()].flatMap(({ attachment }) => attachment ?? [])),
    }),
    stop() {
      clock.stop();
      clearInterval(batchTimer);
      lane?.stop();
      // The account that was taken for the end has its row, too.
      for (const target of targets.values()) if (target.waits) target.tick(now());
      handOut(targets.values());
      for (const target of [...targets.values()]) drop(target);
    },
  };
}

interface Surroundings extends Pick<SamplerOptions, 'now' | 'ledger'> {
  readonly lane: SlowLane | undefined;
  took(taken: TakenInventory): void;
  /** What the runtime said last of all isolates of a process. */
  managedOf(pid: number): Reading;
}

/** One target: the system's readings of its process, unless it is an isolate inside one, and its runtime's. */
class Target {
  readonly #columns: TargetColumns;
  readonly #system: SystemReader | undefined;
  #managed: ManagedReader | undefined;
  /** The runtime's last answer: the ledger needs it beside the system's. */
  lastManaged: Reading = {};
  /** Dear readings that wait for the next row. */
  #waiting: Reading | undefined;
  readonly #job = { every: SLOW_EVERY, run: () => this.#readSlowly(), ahead: () => this.#ahead() };
  readonly #due = new InventoryDue();
  /** RSS at its last dear reading. */
  #accounted = Number.NaN;
  /** The last of its figures. */
  readonly #figures: Record<string, number> = {};
  #closed = false;

  constructor(
    readonly id: number,
    readonly key: ProcessKey,
    attachment: Attachment | undefined,
    private readonly around: Surroundings,
  ) {
    this.#columns = new TargetColumns(id);
    if (attachment) this.#managed = new ManagedReader(attachment);
    if (attachment?.isolate !== undefined || key.address !== undefined) return;
    this.#system = openReader(key, around.ledger);
    if (this.#system.readSlowly) around.lane?.add(this.#job);
  }

  /** It has readings that are in no row yet. */
  get waits(): boolean {
    return this.#waiting !== undefined;
  }

  get attachment(): Attachment | undefined {
    return this.#managed?.attachment;
  }

  setAttachment(attachment: Attachment | undefined): void {
    this.#managed?.close();
    this.#managed = attachment && new ManagedReader(attachment);
    this.lastManaged = {};
  }

  /** `late` where the runtime still owes the answer of an earlier tick. */
  tick(time: number): Ended | 'late' | undefined {
    if (!this.#managed && !this.#waiting) {
      const rss = this.#system?.quick?.(time) ?? Number.NaN;
      if (rss > 0) {
        this.#columns.one(time, 'rss', rss);
        this.#figures['rss'] = rss;
        return undefined;
      }
    }
    const system = this.#system?.read(time);
    if (system && isEnded(system)) return system;
    if (!system && !this.#managed) return undefined;
    const row = this.#columns.row(time);
    if (system) {
      this.#columns.set(row, system);
      if (system['rss'] !== undefined) Object.assign(this.#figures, system);
    }
    if (this.#waiting) this.#columns.set(row, this.#waiting);
    this.#waiting = undefined;
    const asked = this.#managed?.ask((reading) => {
      this.lastManaged = reading;
      // An answer that missed its row's batch is a row of its own, at the time it came.
      if (!this.#columns.set(row, reading)) this.#columns.set(this.#columns.row(this.around.now()), reading);
    });
    return asked === false ? 'late' : undefined;
  }

  take(offset: number): TargetBatch | undefined {
    if (this.#managed) this.#columns.gc(this.#managed.takeGcEvents(offset));
    return this.#columns.take();
  }

  close(): void {
    this.#closed = true;
    this.around.lane?.remove(this.#job);
    this.#managed?.close();
    this.#system?.close();
  }

  /** Now, whether or not it is due. */
  async inventory(): Promise<Inventory | undefined> {
    const figures = this.#figures;
    const read = await this.#system?.inventory?.(this.around.managedOf(this.key.pid));
    if (read) this.#waiting = { ...this.#waiting, ...read.reading };
    const inventory = read?.inventory && (await namedThreads(read.inventory, this.#managed?.attachment));
    if (inventory) this.#due.taken(this.around.now(), figures, inventory.regions?.length ?? 0);
    return inventory;
  }

  /** A process that grows is accounted before those that stand still, which still have their turn. */
  #ahead(): number {
    const { rss = 0 } = this.#figures;
    return Math.abs(rss - this.#accounted) >= Math.max(MOVED, rss * MOVED_SHARE) ? AHEAD : 0;
  }

  async #readSlowly(): Promise<void> {
    const { now, managedOf, took } = this.around;
    const at = now();
    this.#accounted = this.#figures['rss'] ?? Number.NaN;
    const whole = this.#due.isDue(at, this.#figures);
    const reason = this.#due.first ? 'start' : 'change';
    const read = await this.#system?.readSlowly?.(managedOf(this.key.pid), whole);
    if (!read || this.#closed) return;
    this.#waiting = { ...this.#waiting, ...read.reading };
    if (!read.inventory) return;
    const inventory = await namedThreads(read.inventory, this.#managed?.attachment);
    if (this.#closed) return;
    this.#due.taken(at, this.#figures, inventory.regions?.length ?? 0);
    took({ target: this.id, at, inventory, reason });
  }
}

function isEnded(outcome: Reading | Ended): outcome is Ended {
  return typeof outcome['ended'] === 'string';
}
