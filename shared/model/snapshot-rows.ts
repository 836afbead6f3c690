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
  /** This class alone, by its whole name; of files and packages the one that defines it. Of a comparison by anything else: only objects of it count. */
  readonly className?: string;
  /** Bytes that a row retains; of a comparison the more of what came and what went. */
  readonly minSize?: number;
  /** Of the member that is nearest to the roots; of a comparison in either heap. */
  readonly maxDistance?: number;
  /** Only classes that are defined there; a name from `ClassQuery.by` module or package, with the same word. */
  readonly module?: string;
  readonly package?: string;
}

export interface ClassQuery {
  /** Rows are classes, or the files (CPython: modules) or packages that define them. */
  readonly by?: 'class' | 'module' | 'package';
  readonly filter?: ClassFilter;
  readonly sort: Sort<'name' | 'count' | 'selfSize' | 'retainedSize' | 'distance'>;
  readonly page: Page;
}

export type DiffBy = 'class' | 'site' | 'object' | 'path' | 'module' | 'package';

export interface DiffRow {
  readonly name: string;
  /** By path: opens this row (`ObjectQuery.path`) in every question about the same two snapshots. */
  readonly path?: number;
  /** By site: the same, as `ObjectQuery.site`. */
  readonly site?: number;
  readonly addedCount: number;
  readonly removedCount: number;
  readonly survivedCount: number;
  readonly addedSize: number;
  readonly removedSize: number;
  readonly countDelta: number;
  readonly sizeDelta: number;
  readonly retainedDelta?: number;
  /** With `DiffQuery.ownFirst`: stands behind the others, as what the runtime keeps for itself. */
  readonly runtime?: true;
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
  /**
   * By class, file or package: what the runtime keeps for itself stands behind all others, both in the order of `sort`.
   * Of classes all whose own bytes are less than a tenth of what came and went; of files the row of what no file defines.
   */
  readonly ownFirst?: boolean;
  readonly page: Page;
}

export interface DiffAnswer extends Slice<DiffRow> {
  /** Sums over all rows, not only the page. */
  readonly totals: Omit<DiffRow, 'name' | 'path' | 'site' | 'retainedDelta' | 'runtime'>;
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
  /** Where it was written, if it is a function, or the class that it is an instance of. */
  readonly place?: WrittenAt;
}

/** Line and column from 1. By the script's source map where the session has it. */
export interface WrittenAt {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ObjectQuery {
  readonly className?: string;
  /** Text in the label: plain, or a regular expression between slashes. */
  readonly text?: string;
  /** With it, rows carry their age, and `age` keeps one of them. `deleted` rows are nodes of `base`. */
  readonly base?: SnapshotId;
  readonly age?: Age;
  /** With `base`: of what is new only what this later snapshot still has, as in `DiffQuery`. */
  readonly third?: SnapshotId;
  /** With `base`: a `DiffRow.path` of the two; only what is new, or with `age` what is gone, and is held that way. */
  readonly path?: number;
  /** The same with a `DiffRow.site`: what was allocated there. */
  readonly site?: number;
  readonly filter?: ObjectFilter;
  readonly sort: Sort<'id' | 'selfSize' | 'retainedSize' | 'distance'>;
  readonly page: Page;
}

export interface PathStep {
  readonly edge: string;
  readonly edgeType: string;
  readonly name: string;
  readonly id?: number;
  /** Where the function was written, or the class of the object. */
  readonly place?: WrittenAt;
  /** With `PathQuery.freed`: what would be freed if this step's edge were cut. */
  readonly freed?: CutAnswer;
}

/** Sizes are of one object. */
export interface ObjectFilter {
  readonly minSelfSize?: number;
  readonly minRetainedSize?: number;
  readonly maxDistance?: number;
  readonly detached?: boolean;
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
  /** With `newSince`: of these only what this later snapshot still has. */
  readonly stillIn?: SnapshotId;
  /** Each step says what would be freed if it were cut; of a merged path those of one of its objects. */
  readonly freed?: boolean;
  readonly limit: number;
}

/** One row of the tree that merged paths make: the objects asked for, and the ways to them from the roots. */
export interface PathTreeQuery {
  /** What is at the ends: the objects of a class, or one. */
  readonly className?: string;
  readonly node?: NodeOrdinal;
  readonly id?: number;
  /** With a class: only objects that are not in this earlier snapshot. */
  readonly newSince?: SnapshotId;
  /** With `newSince`: of these only what this later snapshot still has. */
  readonly stillIn?: SnapshotId;
  /** The row that is opened; absent for the rows at the roots. */
  readonly key?: number;
  readonly sort: Sort<'count' | 'retainedSize' | 'selfSize' | 'className'>;
  readonly page: Page;
}

export interface PathTreeRow {
  /** Opens this row: names the same step in every answer to the same question. */
  readonly key: number;
  /** How it hangs on the row above; empty at the roots. */
  readonly edge: string;
  readonly edgeType: string;
  readonly className: string;
  /** One of the objects that the row stands for. */
  readonly example: NodeRow;
  /** Of the objects asked for: those that the way through here leads to, and those that stand here themselves. */
  readonly count: number;
  readonly ends: number;
  readonly selfSize: number;
  /** What they keep alive; one that another of them dominates is counted with that one. */
  readonly retainedSize: number;
  /** Rows below. */
  readonly childCount: number;
}

/** What one node alone keeps alive, object by object or a row a class. */
export interface DominatorQuery {
  /** Absent: the root, which dominates all. */
  readonly node?: NodeOrdinal;
  /** The same by the snapshot's own id. */
  readonly id?: number;
  readonly by: 'object' | 'class';
  /** Only objects of this class: what a row of a class opens to. */
  readonly className?: string;
  readonly filter?: DominatorFilter;
  readonly sort: Sort<'retainedSize' | 'selfSize' | 'count' | 'name'>;
  readonly page: Page;
}

/**
 * With a class, a text or `detached` the rows are no level of the tree but what matches anywhere below the node and has nothing
 * that matches above it, so that they still share no byte. Sizes are of a row, which may stand for a class.
 */
export interface DominatorFilter extends ObjectFilter {
  readonly className?: string;
  /** Text in the label: plain, or a regular expression between slashes. */
  readonly text?: string;
}

export interface DominatorRow {
  /** The class, or the label of the object. */
  readonly name: string;
  /** Absent for a row of a class. */
  readonly object?: NodeRow;
  readonly count: number;
  readonly selfSize: number;
  /** Disjoint: rows of one answer never share a byte. */
  readonly retainedSize: number;
  /** Objects that it dominates directly. */
  readonly childCount: number;
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

/** A page of the texts that are in a heap more than once: by itself in the order of `saving`. */
export interface StringQuery extends Page {
  readonly filter?: StringFilter;
  readonly sort?: Sort<'count' | 'size' | 'saving'>;
}

export interface StringFilter {
  /** In the text: plain, or a regular expression between slashes. */
  readonly text?: string;
  /** Bytes of all its copies. */
  readonly minSize?: number;
  readonly minCount?: number;
}

export interface StringRow {
  readonly text: string;
  readonly count: number;
  readonly size: number;
  /** Bytes that one copy instead of `count` would save. */
  readonly saving: number;
}
