import type { PathStep } from './snapshot-rows.js';

/** What leaks, as far as the evidence shows: cause, place, holder, and what to do. Answers of `findings`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `likely`: two independent signs agree. `possible`: one sign, or too short a recording. How often each is right: shared/findings/README.md. */
  readonly confidence: 'likely' | 'possible';
  readonly target: number;
  readonly title: string;
  readonly because: string;
  readonly location?: SourcePlace;
  /** From a root down to one of the objects. */
  readonly path?: readonly PathStep[];
  readonly bytesPerSecond?: number;
  readonly retainedSize?: number;
  readonly advice: string;
  /** One sentence a sign, with its figures. */
  readonly evidence: readonly string[];
  /** The same sentences, with where each was seen. */
  readonly signs?: readonly Sign[];
  /** What is measured to tell whether it was fixed: `container:R.buffer.tasks`, `series:threads`. Stable between runs. */
  readonly pin?: string;
}

/** Growth of what a finding is pinned to. */
export interface Measured {
  readonly slope: number;
  /** Bounds at 95 %. */
  readonly low: number;
  readonly high: number;
  /** `objects`, `bytes`, `threads`, … a second. */
  readonly unit: string;
}

/** Whether a changed program still does what a finding says. */
export interface FixCheck {
  readonly verdict: 'fixed' | 'not-fixed' | 'not-enough-data';
  readonly finding: Finding;
  readonly before: Measured;
  /** Absent without enough data. */
  readonly after?: Measured;
  readonly because: string;
}

/** What the user keeps about a finding, in the session that it was found in; shown also where the rules tell it no more. */
export interface FindingRemark extends Pick<Finding, 'rule' | 'title' | 'severity' | 'target' | 'pin'> {
  /** `findingKey` of it. */
  readonly key: string;
  /** To be checked against other sessions. */
  readonly pinned: boolean;
  readonly note: string;
  /** How the findings were asked for that it was among. */
  readonly query?: { readonly from?: number; readonly to?: number; readonly repeatMark?: string };
}

/** What was seen, and where to look at it. */
export interface Sign {
  readonly text: string;
  /** A series of the target, over a range of the session in ms. */
  readonly series?: string;
  readonly range?: { readonly from: number; readonly to: number };
  /** Snapshots of the session, the earlier first, and what in the last of them. */
  readonly snapshots?: readonly number[];
  readonly className?: string;
  /** The snapshot's own id of one object. */
  readonly object?: number;
}

/** What is no leak, or cannot be told yet. */
export interface FindingNote {
  readonly kind: 'not-a-leak' | 'too-little-data';
  readonly target: number;
  readonly text: string;
  /** What it says something of, as `Finding.pin`; absent: of the whole target. */
  readonly pin?: string;
  /** For `too-little-data`: how long a recording would be needed, ms, as far as this one tells. */
  readonly needed?: number;
}

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly function?: string;
}
