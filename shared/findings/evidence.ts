import type { Stretch } from '../base/runs.js';
import type { SourcePlace } from '../model/finding.js';
import type {
  ClosureGroup,
  CycleGroup,
  GrowingPath,
  HeapEvidence,
  StackFacts,
  StringFacts,
} from '../model/heap-evidence.js';

/** What is known of one target between two times, gathered once, for all rules. */
export interface Evidence {
  readonly target: number;
  /** Milliseconds since the session began. */
  readonly from: number;
  readonly to: number;
  readonly series: ReadonlyMap<string, Points>;
  /** Times of the collections that look at the whole heap. */
  readonly collections?: readonly number[];
  /** It ended because its heap had no room left: that it stopped growing means nothing. */
  readonly heapFilled?: true;
  /** It runs a managed heap that nothing was read of: what has no other name may be in there. */
  readonly heapUnseen?: true;
  readonly ledger?: LedgerEvidence;
  /** Absent for a file of another tool: no process was recorded. */
  readonly process?: RecordedProcess;
  /** Snapshots of it in this time that hold all of its heap. */
  readonly wholeSnapshots?: number;
  readonly heap?: SourcedHeap;
  /** Between the two snapshots a mark of this name was set so many times. */
  readonly repeats?: { readonly mark: string; readonly times: number };
  /** Where what came and stayed was allocated, as far as that was recorded. */
  readonly traced?: readonly TracedStack[];
  /** Mappings of the process that grew, the most first. */
  readonly mappings?: readonly GrownMapping[];
  /** Recorded processes next to this one in the tree. */
  readonly kin?: readonly Kin[];
}

export interface RecordedProcess {
  readonly pid: number;
  /** As it was started; printable. */
  readonly command: string;
  /** When its recording ended. */
  readonly alive: boolean;
}

/** Bytes alive from one stack. */
export interface TracedStack {
  readonly native: boolean;
  /** What the lines of frames are: those of the call, or where the function begins. */
  readonly lines: 'call' | 'function';
  readonly bytes: number;
  /** Innermost first. */
  readonly frames: readonly SourcePlace[];
}

/** All mappings of one name. */
export interface GrownMapping {
  readonly kind: string;
  /** Empty for memory without a name. */
  readonly name: string;
  /** Resident bytes now, and how many more than at the beginning. */
  readonly rss: number;
  readonly delta: number;
  /** Bytes of address space more than at the beginning; 0 where a segment of a fixed size fills. Absent: not known. */
  readonly mapped?: number;
}

/** Lows of the buckets of a series; NaN where there was no reading. Times in ms. */
export interface Points {
  /** What happened in these is ours: before and after each are two levels. In order of time. */
  readonly without?: readonly Stretch[];
  readonly time: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** Growth of the account of RSS between its first and last reading. */
export interface LedgerEvidence {
  readonly rss: number;
  readonly kind: string;
  readonly sentence: string;
  readonly advice: string;
  readonly entries: readonly {
    readonly id: string;
    readonly name?: string;
    readonly bytes: number;
    readonly delta: number;
  }[];
}

/** First and last snapshot of the target, with what a look into the program's sources added. */
export interface SourcedHeap extends HeapEvidence {
  /** Milliseconds between the two. */
  readonly span: number;
  /** Their numbers in the session. */
  readonly snapshots: readonly [first: number, last: number];
  /** When it went on after the first, and stood still for the last; ms since the session began. */
  readonly times?: readonly [after: number, before: number];
  readonly growing: readonly SourcedPath[];
  readonly closures: readonly SourcedClosures[];
  readonly timers: readonly SourcedClosures[];
  readonly cycles: readonly SourcedCycle[];
  readonly strings?: SourcedStrings;
  /** Lines of the program. */
  readonly opening?: Opening;
}

/** Where the program opens what the system or the runtime counts. */
export interface Opening {
  readonly file?: FoundPlace;
  readonly socket?: FoundPlace;
  readonly process?: FoundPlace;
}

/** How much a collection held, ms since the session began: in the first snapshot, those in between, and the last. */
export interface HeldAt {
  readonly at: number;
  readonly entries: number;
}

export interface SourcedPath extends GrowingPath {
  /** Only where snapshots lie between the first and the last. */
  readonly held?: readonly HeldAt[];
  /** The line that puts into the container. */
  readonly place?: FoundPlace;
  /** A line that compares its size, or that of another which is emptied with it, and then takes out or leaves out. */
  readonly bound?: SourceBound;
  /** A line of the program that takes out of it what is old. */
  readonly aged?: number;
  /** That line looks through all of it, and not at what is asked for alone. */
  readonly swept?: true;
  /** How long an entry stays before that line takes it out, ms, where the sources say. */
  readonly lifetime?: number;
  /** A line that compares an amount other than its size, and calls what empties it. */
  readonly emptied?: { readonly line: number; readonly calls: string };
}

export interface SourceBound {
  readonly file: string;
  readonly line: number;
  /** Name of what is compared. */
  readonly by: string;
  readonly limit?: number;
  /** The line begins a loop of so many rounds that puts in, and is run once: it compares no size. */
  readonly rounds?: number;
}

export interface SourcedClosures extends ClosureGroup {
  readonly place?: FoundPlace;
  /** Variables of its context that its text does not name. */
  readonly unused?: readonly string[];
}

export interface SourcedStrings extends StringFacts {
  /** The line that fills what holds the texts that save most. */
  readonly place?: FoundPlace;
}

export interface SourcedCycle extends CycleGroup {
  readonly place?: FoundPlace;
}

export interface FoundPlace extends SourcePlace {
  /** How it was found, for the reader to judge. */
  readonly how: string;
}

export interface Kin {
  readonly relation: 'parent' | 'child';
  readonly pid: number;
  readonly target: number;
  /** Alive at the end of the range. */
  readonly alive: boolean;
  readonly stacks: readonly StackFacts[];
}
