import type { PathStep } from './snapshot-rows.js';

/** What leaks, as far as the evidence shows: cause, place, holder, and what to do. Answers of `findings`. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `likely`: two independent signs agree. `possible`: one sign, or too short a recording. Uncalibrated as yet. */
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
}

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly function?: string;
}
