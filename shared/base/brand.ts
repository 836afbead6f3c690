declare const tag: unique symbol;

/** A `T` that cannot be passed where another named `T` is wanted. Costs nothing at run time. */
export type Brand<T, Name extends string> = T & { readonly [tag]: Name };

export type Bytes = Brand<number, 'Bytes'>;
/** Milliseconds since the session began. */
export type Millis = Brand<number, 'Millis'>;
/** A row of HeapGraph; 0 is the root. */
export type NodeOrdinal = Brand<number, 'NodeOrdinal'>;
/** Names one snapshot for the life of an engine: `SESSION/NUMBER`. */
export type SnapshotId = Brand<string, 'SnapshotId'>;
/** Names one open session for the life of an engine. */
export type SessionId = Brand<string, 'SessionId'>;
/** A row of the session's target table, from 1. */
export type TargetId = Brand<number, 'TargetId'>;

export const bytes = (n: number): Bytes => n as Bytes;
export const millis = (n: number): Millis => n as Millis;
export const ordinal = (n: number): NodeOrdinal => n as NodeOrdinal;
export const snapshotId = (text: string): SnapshotId => text as SnapshotId;
export const sessionId = (text: string): SessionId => text as SessionId;
export const targetId = (n: number): TargetId => n as TargetId;
