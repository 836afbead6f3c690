declare const tag: unique symbol;

/** A `T` that cannot be passed where another named `T` is wanted. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [tag]: Name };

/** A row of HeapGraph; 0 is the root. */
export type NodeOrdinal = Brand<number, 'NodeOrdinal'>;
/** Names one snapshot for the life of an engine: `SESSION/NUMBER`. */
export type SnapshotId = Brand<string, 'SnapshotId'>;
/** Names one open session for the life of an engine. */
export type SessionId = Brand<string, 'SessionId'>;

export const ordinal = (n: number): NodeOrdinal => n as NodeOrdinal;
export const snapshotId = (text: string): SnapshotId => text as SnapshotId;
export const sessionId = (text: string): SessionId => text as SessionId;
