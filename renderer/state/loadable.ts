/** Something that is asked for: what it is now. */
export type Loadable<T> =
  | { readonly phase: 'idle' }
  | { readonly phase: 'loading' /** 0 to 1; absent while it cannot be told. */; readonly done?: number }
  | { readonly phase: 'ready'; readonly value: T }
  | { readonly phase: 'failed'; readonly message: string; readonly remedy?: string };
