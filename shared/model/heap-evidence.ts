import type { SourcePlace } from './finding.js';
import type { PythonHeapMeta } from './python-heap-stream.js';
import type { DiffRow, PathStep } from './snapshot-rows.js';

/** What the last snapshot of a target, beside its first, shows of causes. Every list is bounded; the most comes first. */
export interface HeapEvidence {
  readonly producer: 'v8' | 'cpython';
  /** Bytes that the roots reach, in each. */
  readonly reached: { readonly before: number; readonly after: number };
  readonly growing: readonly GrowingPath[];
  /** V8: functions that are new, by where they were written. */
  readonly closures: readonly ClosureGroup[];
  /** V8: timers that are new, by the function that they call. */
  readonly timers: readonly ClosureGroup[];
  readonly tracebacks: readonly TracebackGroup[];
  readonly cycles: readonly CycleGroup[];
  readonly caches: readonly CacheFacts[];
  readonly threads: readonly ThreadFacts[];
  readonly tasks: readonly TaskFacts[];
  readonly strings?: StringFacts;
  /** What every thread does in the last snapshot; CPython. */
  readonly stacks: readonly StackFacts[];
  /** Absolute paths of the program's own sources, as far as the heap names them. */
  readonly files: readonly string[];
  readonly collector?: PythonHeapMeta['gc'];
}

/** New objects of one class that are held in the same way. */
export interface GrowingPath {
  readonly row: DiffRow;
  readonly count: number;
  readonly retainedSize: number;
  /** From a root down to one of them. */
  readonly steps: readonly PathStep[];
  /** The first step from the root that has many more references than before. */
  readonly container?: ContainerFacts;
  /** Names of the attributes or keys of one of them. */
  readonly keys?: readonly string[];
  /** Classes of the program of which most of them are, or to which they refer. */
  readonly holds?: readonly string[];
  /** The function whose closure has the collection; CPython. */
  readonly closureOf?: SourcePlace;
}

export interface ContainerFacts {
  /** Index in the steps. */
  readonly step: number;
  readonly className: string;
  readonly entries: number;
  /** Absent where it is not in the first snapshot. */
  readonly before?: number;
  /** It holds no more than so many. */
  readonly limit?: number;
  /** Of what it held before, still in it and no more in it. Absent where it was not there. */
  readonly kept?: number;
  readonly gone?: number;
  /** No collection: objects that each hold the next, of which this is the first. */
  readonly chain?: true;
}

/** Functions from one place in the source. */
export interface ClosureGroup extends Turned {
  readonly name: string;
  readonly count: number;
  /** Those of the first snapshot. */
  readonly before: number;
  readonly file?: string;
  /** From 1; with the column, from 0, where the function begins. */
  readonly line?: number;
  readonly column?: number;
  /** What the context of one of them holds, largest first. */
  readonly context: readonly { readonly name: string; readonly retainedSize: number }[];
}

/** Of what was there before, how many are still there. Absent in evidence of before this was looked at. */
export interface Turned {
  readonly kept?: number;
  readonly gone?: number;
}

export interface TracebackGroup extends Turned {
  readonly count: number;
  readonly before: number;
  /** Where it was raised, or passed through: the line of the traceback, not where the frame stands. */
  readonly place: SourcePlace;
  /** The variable of that frame that holds the exception, and so the frame. */
  readonly local?: string;
  /** The other variables that it keeps alive with it. */
  readonly keeps: readonly { readonly local: string; readonly className: string }[];
  /** Bytes that all of these frames keep alive. */
  readonly retainedSize: number;
  /** From a root down to one of the tracebacks. */
  readonly steps?: readonly PathStep[];
}

export interface CycleGroup {
  /** New objects of `className` that no root reaches. */
  readonly className: string;
  readonly count: number;
  readonly before: number;
  /** Bytes of all objects of such cycles. */
  readonly bytes: number;
  /** Around one of the cycles: `className`, by `edge` to the next; the last leads back to the first. */
  readonly members: readonly { readonly className: string; readonly edge: string }[];
  /** Row of `members` whose edge is best made weak. */
  readonly weak: number;
}

/** A cache of functools. */
export interface CacheFacts extends Turned {
  /** `Model.predict`. */
  readonly function: string;
  readonly entries: number;
  readonly before: number;
  /** Absent where it has no bound. */
  readonly limit?: number;
  readonly retainedSize: number;
  /** The class whose instances are in its keys, as `self`. */
  readonly instance?: string;
  readonly place?: SourcePlace;
}

export interface ThreadFacts {
  /** `worker-#`. */
  readonly pattern: string;
  readonly count: number;
  readonly before: number;
  readonly start?: SourcePlace;
  /** Where they wait: the innermost line of the program's own. */
  readonly waits?: SourcePlace;
}

export interface TaskFacts extends Turned {
  readonly coroutine: string;
  readonly count: number;
  readonly before: number;
  readonly waits?: SourcePlace;
  /** Where `waits` is but where the function begins: the name of what it awaits there, empty where that is no coroutine. */
  readonly awaits?: string;
}

export interface StringFacts {
  /** Bytes that one copy of each text would save, of the texts that save most. */
  readonly saving: number;
  readonly before: number;
  readonly total: number;
  readonly top: readonly {
    readonly text: string;
    readonly count: number;
    readonly saving: number;
    readonly steps: readonly PathStep[];
  }[];
}

export interface StackFacts {
  readonly name: string;
  /** A thread of that name stood at the same lines in the first snapshot. */
  readonly still: boolean;
  /** Innermost first. */
  readonly frames: readonly SourcePlace[];
}
