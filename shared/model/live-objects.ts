export interface ObjectCounts {
  readonly total: number;
  /** Of the objects alone, not of what they refer to. Absent where the runtime does not tell, or only the number was taken. */
  readonly bytes?: number;
  readonly types: readonly TypeCount[];
  /**
   * `fork`: counted in a copy; `in-process`: memory was short for one, and the program stood still for `pause`; `outside`: read in its memory
   * without a copy, a stop or code in it, while it went on, so that what came and went meanwhile is counted or not.
   */
  readonly method: 'fork' | 'in-process' | 'outside';
  /** How long the program stood still, ms. */
  readonly pause: number;
}

export interface TypeCount {
  readonly name: string;
  readonly count: number;
  /** Absent where only the number was taken. */
  readonly bytes?: number;
  /** Where a source map says that its constructor was written; the name is then the one that it has there. Line from 1. */
  readonly written?: { readonly file: string; readonly line: number };
}

export interface NeighbourOptions {
  /** Most rows of the answer; 1000 unless told. */
  readonly limit?: number;
  /** Short texts of the objects' values, made without running code of the program. */
  readonly values?: boolean;
}

export interface Neighbours {
  readonly object: LiveObject;
  /** References there are; the rows may be fewer. */
  readonly total: number;
  readonly rows: readonly Neighbour[];
  /** What cannot be among them. */
  readonly note?: string;
}

export interface LiveObject {
  readonly id: number;
  readonly type: string;
  /** Of the object alone. Absent where the runtime does not tell: V8. */
  readonly bytes?: number;
  readonly value?: string;
}

export interface Neighbour extends LiveObject {
  /** How the holder refers to the held one: an attribute, a key, `[3]`. */
  readonly edge: string;
}

export interface CollectorState {
  readonly enabled: boolean;
  readonly thresholds: readonly number[];
  readonly counts: readonly number[];
  /** Objects that `gc.freeze` has taken out of the collector's sight. */
  readonly frozen: number;
  /** Objects in `gc.garbage`: found unreachable, and not freed. */
  readonly garbage: number;
  /** Flags of `gc.set_debug`. */
  readonly debug: number;
}
