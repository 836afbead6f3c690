/** A place in the text that a person wrote. Lines and columns from 1. */
export interface OriginalPlace {
  /** As the source map names it, beside its script: a path, a `file:` URL, `webpack://…`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What stood there, where the map tells it. */
  readonly name?: string;
}

/** From where code runs to where it was written. */
export interface OriginalPlaces {
  /** Undefined where no source map tells. Line and column from 1. */
  of(file: string, line: number, column: number): OriginalPlace | undefined;
}
