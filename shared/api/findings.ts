import type { SessionId } from '../base/brand.js';
import type { Finding } from '../model/finding.js';

export { type Finding, SEVERITIES, type Severity, type SourcePlace } from '../model/finding.js';

/** Times in milliseconds since the session began; absent: all targets, the whole recording. */
export interface FindingsQuery {
  readonly target?: number;
  readonly from?: number;
  readonly to?: number;
}

export interface FindingsApi {
  /** Most certain first; empty where no rule saw a leak. Loads the first and last snapshot of each target. */
  list(session: SessionId, query?: FindingsQuery): Promise<readonly Finding[]>;
}
