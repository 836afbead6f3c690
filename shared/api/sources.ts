import type { SessionId } from '../base/brand.js';

export interface SourceQuery {
  /** Whose file it is; absent: any of the session's targets. */
  readonly target?: number;
  /** As a frame of the session names it: a path, a `file:` URL, a name below the program's folder. */
  readonly file: string;
}

export interface SourceText {
  readonly file: string;
  readonly text: string;
  /** `session`: kept in the file when it was first looked at. `disk`: read from this machine just now. */
  readonly origin: 'session' | 'disk';
  /** Something to know about it: it was changed after the recording began, say. */
  readonly caveat?: string;
}

export interface SourcesApi {
  /**
   * The text of a program's file that the session's own frames name: regular files of source code of at most 8 MB. What
   * was read from this machine's disk is kept in the session. Throws a Failure: `not-named`, `no-source`, `too-large`.
   */
  text(session: SessionId, query: SourceQuery): Promise<SourceText>;
}
