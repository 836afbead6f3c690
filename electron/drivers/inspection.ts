import type { Neighbours } from '../../shared/model/live-objects.js';

/** Questions about a running program that need no snapshot. */
export interface Inspection {
  /**
   * Live objects that are instances of a class of this name, derived classes included, after a garbage
   * collection; 0 where there is no such class. The target stands still for as long as a collection takes.
   */
  countInstances(className: string, signal: AbortSignal): Promise<number>;
  /** Who holds each of at most `most` of them now. */
  holdersOf(className: string, most: number, signal: AbortSignal): Promise<readonly Neighbours[]>;
  /** Every script that the isolate holds: `scriptId` is what locations of objects and allocations refer to. */
  scripts(signal: AbortSignal): Promise<readonly ScriptInfo[]>;
  /** Its text, at most SOURCE_LIMIT characters. Throws a Failure `no-script` for one that is gone. */
  source(scriptId: number, signal: AbortSignal): Promise<ScriptSource>;
}

export const SOURCE_LIMIT = 8 << 20;

export interface ScriptInfo {
  readonly scriptId: number;
  /** Empty for code that was made from text. */
  readonly url: string;
  readonly lines: number;
  /** As the script says it: a URL relative to its own, or a `data:` one. Cut where it is longer than SOURCE_LIMIT: then absent. */
  readonly sourceMapUrl?: string;
}

export interface ScriptSource {
  readonly text: string;
  /** It was longer than SOURCE_LIMIT. */
  readonly cut: boolean;
}
