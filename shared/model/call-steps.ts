/** Changes to the calls of an answer, one after the other, as the allocations pane makes them. */
export type NamedStep =
  /** `function`: its name, or `name@file`, where `file` is the end of its path. */
  | { readonly kind: 'focus' | 'drop' | 'merge'; readonly function: string }
  | { readonly kind: 'runtime' | 'recursion' };
