import type { NodeOrdinal, SnapshotId } from '../base/brand.js';
import type { Page, Slice, Sort } from './page.js';

/** The rows that questions about a heap are answered with, and the questions; `shared/api` has the methods. */

/** Phases of opening one, ms. */
export type Timings = Readonly<Record<string, number>>;

export interface SnapshotSummary {
  readonly producer: 'v8' | 'cpython';
  readonly nodes: number;
  readonly edges: number;
  readonly totalSize: number;
  readonly timings: Timings;
  /** Why it is not whole; absent for a whole one. */
  readonly partial?: string;
}

export interface ClassRow {
  readonly name: string;
  readonly count: number;
  readonly selfSize: number;
  /** Kept alive by the class as a whole; a member dominated by another member counts once. */
  readonly retainedSize: number;
  /** Smallest distance of a member from the roots. */
  readonly distance: number;
}

/** Text is matched in the class name: plain, or a regular expression between slashes. */
export interface ClassFilter {
  readonly text?: string;
  readonly minSize?: number;
  readonly maxDistance?: number;
}

export interface ClassQuery {
  readonly filter?: ClassFilter;
  readonly sort: Sort<'name' | 'count' | 'selfSize' | 'retainedSize' | 'distance'>;
  readonly page: Page;
}

export type DiffBy = 'class' | 'site' | 'object';

export interface DiffRow {
  readonly name: string;
  readonly addedCount: number;
  readonly removedCount: number;
  readonly survivedCount: number;
  readonly addedSize: number;
  readonly removedSize: number;
  readonly countDelta: number;
  readonly sizeDelta: number;
  readonly retainedDelta?: number;
}

export interface DiffQuery {
  readonly base: SnapshotId;
  readonly compared: SnapshotId;
  /** With it: only what is new in `compared` and still there in `third`. */
  readonly third?: SnapshotId;
  readonly by: DiffBy;
  readonly filter?: ClassFilter & { readonly only?: 'growing' | 'new' | 'deleted' };
  readonly sort: Sort<
    'name' | 'addedCount' | 'removedCount' | 'survivedCount' | 'countDelta' | 'sizeDelta' | 'retainedDelta'
  >;
  readonly page: Page;
}

export interface DiffAnswer extends Slice<DiffRow> {
  /** Sums over all rows, not only the page. */
  readonly totals: Omit<DiffRow, 'name' | 'retainedDelta'>;
  /** What the reader must know: identities of CPython are addresses, … */
  readonly caveat?: string;
}

export type Age = 'new' | 'survived' | 'deleted';

export interface NodeRow {
  readonly node: NodeOrdinal;
  /** The snapshot's own id: V8 `@123`, CPython an address. */
  readonly id: number;
  readonly type: string;
  /** The class it is counted under. */
  readonly className: string;
  /** What a list shows: the class, the text of a string, the name of a function. */
  readonly label: string;
  readonly selfSize: number;
  readonly retainedSize: number;
  /** -1 when no root reaches it. */
  readonly distance: number;
  readonly detached?: boolean;
  /** CPython: no root reaches it by references that Python objects explain; it waits for the collector, or C holds it. */
  readonly unreachable?: boolean;
  /** How it hangs on the row above, in a tree of retainers or references. */
  readonly edge?: {
    readonly name: string;
    readonly type: string;
    /** Among the edges of the graph, to ask what cutting it would free. */
    readonly row?: number;
  };
  readonly childCount: number;
  readonly age?: Age;
}

export interface ObjectQuery {
  readonly className?: string;
  /** Text in the label: plain, or a regular expression between slashes. */
  readonly text?: string;
  /** With it, rows carry their age, and `age` keeps one of them. `deleted` rows are nodes of `base`. */
  readonly base?: SnapshotId;
  readonly age?: Age;
  readonly sort: Sort<'id' | 'selfSize' | 'retainedSize' | 'distance'>;
  readonly page: Page;
}

export interface PathStep {
  readonly edge: string;
  readonly edgeType: string;
  readonly name: string;
  readonly id?: number;
}

/** A retaining path from a root (first step) down to the objects (last step), and how many share it. */
export interface MergedPath {
  readonly count: number;
  readonly retainedSize: number;
  readonly steps: readonly PathStep[];
}

export interface PathQuery {
  readonly className?: string;
  readonly node?: NodeOrdinal;
  /** The snapshot's own id, as a user reads it in a table. */
  readonly id?: number;
  /** With a class: only objects that are not in this earlier snapshot. */
  readonly newSince?: SnapshotId;
  readonly limit: number;
}

/** What would be freed if one edge were cut. */
export interface CutAnswer {
  readonly bytes: number;
  readonly objects: number;
  /** Not where the edge is weak, or leads back to what holds its holder. */
  readonly keepsAlive: boolean;
  /** Other edges that keep the target alive; with one of them nothing is freed. */
  readonly otherHolders: number;
}

export interface StringRow {
  readonly text: string;
  readonly count: number;
  readonly size: number;
  /** Bytes that one copy instead of `count` would save. */
  readonly saving: number;
}
