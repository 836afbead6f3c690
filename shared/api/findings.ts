import type { SessionId } from '../base/brand.js';
import type { Call } from '../base/call.js';
import type { Finding, FindingNote, FixCheck } from '../model/finding.js';

export {
  type Finding,
  type FindingNote,
  type FixCheck,
  type Measured,
  SEVERITIES,
  type Severity,
  type Sign,
  type SourcePlace,
} from '../model/finding.js';

/** Times in milliseconds since the session began; absent: all targets, the whole recording. */
export interface FindingsQuery {
  readonly target?: number;
  readonly from?: number;
  readonly to?: number;
  /** An action was done again and again between two snapshots, a mark of this name set each time: what it left behind comes first. */
  readonly repeatMark?: string;
}

export interface FindingsApi {
  /** Most certain first; empty where no rule saw a leak. Loads the first and last snapshot of each target. */
  list(session: SessionId, query?: FindingsQuery, call?: Call): Promise<readonly Finding[]>;
  /** What looked like a leak and is none, and what this recording is too short to tell. */
  notes(session: SessionId, query?: FindingsQuery, call?: Call): Promise<readonly FindingNote[]>;
  /** Whether the changed program, recorded in the same way, still does what finding number `finding` (0: the first) of `base` says. */
  check(
    base: SessionId,
    changed: SessionId,
    options?: { readonly finding?: number },
    call?: Call,
  ): Promise<FixCheck>;
}
