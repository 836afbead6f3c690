/** Reads something that comes in chunks cut anywhere: ends after its own last byte and sets `done`. */
export interface SectionScanner {
  readonly done: boolean;
  scan(bytes: Uint8Array, from: number, to: number): number;
}
