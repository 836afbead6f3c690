import { Failure } from '../../shared/base/failure.js';
import { nameOf } from './sentence.js';
import type { TargetRun } from './target-run.js';

/** What is said of targets whose snapshot was asked for and not begun: `left` of `all`. A Failure says why. */
export function notBegun(left: readonly TargetRun[], all: number, reason: unknown): string {
  const why = reason instanceof Failure ? reason.message : 'the recording ended before their turn.';
  const [first] = left;
  return left.length === 1 && first ? `${nameOf(first)}: ${why}` : `${left.length} of ${all} targets: ${why}`;
}
