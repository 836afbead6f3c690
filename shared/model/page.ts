/** The rows a view shows: `count` of them from row `from`, in the order asked for. */
export interface Page {
  readonly from: number;
  readonly count: number;
}

export interface Slice<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

export interface Sort<Key extends string> {
  readonly by: Key;
  readonly descending: boolean;
}
