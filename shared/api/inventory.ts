import type { SessionId } from '../base/brand.js';
import type { DescriptorKind } from '../model/descriptor.js';
import type { ManagedTask, ManagedThread } from '../model/managed-thread.js';
import type { RegionKind } from '../model/region.js';
import type { Page, Slice, Sort } from './page.js';

/** At one time, or with `from` what changed until `to`. Without a time: at the end. */
export interface InventoryQuery {
  /** The first that has one where absent. */
  readonly target?: number;
  readonly at?: number;
  readonly from?: number;
  readonly to?: number;
}

/** Inventories are taken now and then: the times are those of the nearest at or before, else of the first after. */
export interface InventoryTimes {
  readonly target: number;
  readonly at: number;
  /** With a range: its beginning. */
  readonly from?: number;
  /** Every time at which this target has one, ms since the session began. */
  readonly points: readonly number[];
}

export const REGION_SORTS = ['name', 'count', 'size', 'rss', 'pss', 'uss', 'swap', 'delta'] as const;

export interface RegionQuery extends InventoryQuery {
  /** A row for each kind, for each file (its code and its data together) or name of a kind, or for each mapping. */
  readonly by: 'kind' | 'name' | 'mapping';
  readonly kind?: RegionKind;
  /** The exact name. */
  readonly name?: string;
  /** Part of the name, in any case. */
  readonly text?: string;
  /** `delta`, growth of RSS first, is what a range is sorted by where this is absent; else RSS. */
  readonly sort?: Sort<(typeof REGION_SORTS)[number]>;
  readonly page: Page;
}

/** Bytes. */
export interface RegionSums {
  readonly count: number;
  /** Address space. */
  readonly size: number;
  readonly rss: number;
  readonly pss: number;
  readonly uss: number;
  readonly anonymous: number;
  readonly swap: number;
  /** In huge pages. */
  readonly huge: number;
}

export interface RegionRow extends RegionSums {
  readonly kind: RegionKind;
  /** Empty in a row of a kind, and for memory without a name. */
  readonly name: string;
  /** Of one mapping. */
  readonly start?: number;
  readonly end?: number;
  readonly rights?: string;
  /** With a range: after minus before. */
  readonly delta?: RegionSums;
  /** With a range: was not there before, or is not there any more. */
  readonly age?: 'new' | 'gone';
}

export interface RegionAnswer extends Slice<RegionRow>, InventoryTimes {
  readonly totals: RegionSums & { readonly delta?: RegionSums };
}

export const THREAD_SORTS = ['name', 'count', 'cpu', 'stackSize', 'stackRss', 'delta'] as const;

export interface ThreadQuery extends InventoryQuery {
  /** A row for each thread, for each name with its numbers taken out, or for each start function. */
  readonly by: 'thread' | 'pattern' | 'start';
  /** Of a pattern or start function: only its threads. */
  readonly within?: string;
  readonly text?: string;
  readonly sort?: Sort<(typeof THREAD_SORTS)[number]>;
  readonly page: Page;
}

export interface ThreadRow {
  /** Of one thread. */
  readonly id?: number;
  /** The thread's, or the pattern or start function that its threads share. */
  readonly name: string;
  readonly state?: string;
  readonly start?: string;
  readonly count: number;
  /** CPU time so far, ms. */
  readonly cpu: number;
  readonly stackSize: number;
  readonly stackRss: number;
  /** With a range: after minus before, in threads. */
  readonly delta?: number;
  readonly age?: 'new' | 'gone';
}

export interface ThreadAnswer extends Slice<ThreadRow>, InventoryTimes {
  readonly totals: Pick<ThreadRow, 'count' | 'cpu' | 'stackSize' | 'stackRss' | 'delta'>;
}

export const DESCRIPTOR_SORTS = ['name', 'count', 'delta', 'fd'] as const;

export interface DescriptorQuery extends InventoryQuery {
  /** A row for each kind, for each thing that is open (its numbers taken out), or for each descriptor. */
  readonly by: 'kind' | 'name' | 'descriptor';
  readonly kind?: DescriptorKind;
  readonly name?: string;
  readonly text?: string;
  readonly sort?: Sort<(typeof DESCRIPTOR_SORTS)[number]>;
  readonly page: Page;
}

export interface DescriptorRow {
  readonly fd?: number;
  readonly kind: DescriptorKind;
  readonly name: string;
  readonly count: number;
  readonly delta?: number;
  readonly age?: 'new' | 'gone';
}

export interface DescriptorAnswer extends Slice<DescriptorRow>, InventoryTimes {
  readonly totals: { readonly count: number; readonly delta?: number };
}

/** Where each thread is. What was not to be had is said in `notes`, a sentence each. */
export interface StacksAnswer {
  readonly target: number;
  readonly at: number;
  /** As the runtime tells it. */
  readonly managed?: { readonly threads: readonly ManagedThread[]; readonly tasks: readonly ManagedTask[] };
  /** What each thread does in the kernel. */
  readonly kernel: readonly KernelStack[];
  /** Of native code, by a debugger; the process stood still for `nativePause` ms. */
  readonly native?: readonly NativeStack[];
  readonly nativePause?: number;
  readonly notes: readonly string[];
}

export interface KernelStack {
  readonly id: number;
  readonly name: string;
  readonly state: string;
  /** The system call that it is in: `futex`, `epoll_wait`, …; `running` in none. Absent where we may not see it. */
  readonly call?: string;
  /** Function of the kernel in which it sleeps. */
  readonly waitsIn?: string;
  /** Innermost first; only for root on most systems. */
  readonly frames: readonly string[];
}

export interface NativeStack {
  readonly id: number;
  readonly name: string;
  /** Innermost first, as the debugger writes them: function, file and line or library. */
  readonly frames: readonly { readonly function: string; readonly file: string; readonly line: number }[];
}

export interface StacksOptions {
  /** Locals' values too, not their types alone. */
  readonly values?: boolean;
  /** Native stacks as well: stops the process for a moment. Only of plain native processes. */
  readonly native?: boolean;
}

export interface InventoryApi {
  regions(session: SessionId, query: RegionQuery): Promise<RegionAnswer>;
  threads(session: SessionId, query: ThreadQuery): Promise<ThreadAnswer>;
  descriptors(session: SessionId, query: DescriptorQuery): Promise<DescriptorAnswer>;
  /** Takes one of a target that is recorded now and keeps it in the session; the time that it has. */
  take(session: SessionId, target: number): Promise<number>;
  /** The last stacks at or before a time that were taken, if any were. */
  stacks(session: SessionId, query: InventoryQuery): Promise<StacksAnswer | undefined>;
  /** Takes the stacks of a target that is recorded now and keeps them in the session. */
  takeStacks(session: SessionId, target: number, options: StacksOptions): Promise<StacksAnswer>;
}
