export type RuntimeKind = 'v8' | 'cpython' | 'native';

/** What a process runs, as read from outside: its executable, its mappings, its arguments. */
export interface RuntimeInfo {
  readonly kind: RuntimeKind;
  /** `node`, `electron`, `chrome`, `deno`, `bun`, `cpython`, or the executable's name. */
  readonly flavour: string;
  /** As the runtime names itself, `24.21.0`; absent when it cannot be told from outside. */
  readonly version?: string;
}
