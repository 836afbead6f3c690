import type { Page } from './page.js';

/** One question to a session file. It can only read, for a bounded time. */
export interface SqlQuery {
  readonly sql: string;
  readonly page: Page;
  /** Milliseconds since the session began: the part of the recording that the tables `samples` and `gc` hold. */
  readonly from?: number;
  readonly to?: number;
}

/** A text longer than can be shown is cut and says so; a blob is its length. */
export type SqlCell =
  | string
  | number
  | null
  | { readonly bytes: number }
  | { readonly text: string; readonly length: number };

export interface SqlAnswer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlCell[])[];
  /** Whether rows follow after the page. */
  readonly more: boolean;
  /** Milliseconds that the file was read for it. */
  readonly took: number;
}
