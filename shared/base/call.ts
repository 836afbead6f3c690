/** The one end of a call that both sides hold: who stops it, and how far it is. */
export interface Call {
  readonly signal?: AbortSignalLike;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  /** 0 to 1; absent while it cannot be told. */
  readonly done?: number;
  /** What it is doing, for a person: `reading nodes`. */
  readonly phase: string;
}

/** The part of AbortSignal that is used; `shared/` has no DOM and no Node. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export function isCall(value: unknown): value is Call {
  return value instanceof CallEnd;
}

/** A class, so that the last argument of a call can be told from a plain object of the method's own. */
export class CallEnd implements Call {
  constructor(
    readonly signal?: AbortSignalLike,
    readonly onProgress?: (progress: Progress) => void,
  ) {}
}
