import type { SessionId } from '../base/brand.js';
import type { Call } from '../base/call.js';
import type { Finding, FindingNote, FindingRemark, FixCheck } from '../model/finding.js';

export {
  type Finding,
  type FindingNote,
  type FindingRemark,
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
  /** Whether the changed program, recorded in the same way, still does what a finding of `base` says. */
  check(base: SessionId, changed: SessionId, options?: CheckOptions, call?: Call): Promise<FixCheck>;
  /** What the user keeps about findings of this session, oldest first: it stands in the session's file. */
  remarks(session: SessionId): Promise<readonly FindingRemark[]>;
  /** Keeps one; it replaces that of the same finding, and neither pinned nor with a note it is forgotten. */
  remark(session: SessionId, remark: FindingRemark): Promise<void>;
}

/** Which finding: by its number (0: the first), or by the key of a remark and how it was asked for. */
export interface CheckOptions {
  readonly finding?: number;
  readonly key?: string;
  readonly query?: FindingRemark['query'];
}
