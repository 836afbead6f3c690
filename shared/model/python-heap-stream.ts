/**
 * The stream in which the agent sends a CPython heap, and its importer reads it.
 * Little-endian throughout, nothing aligned. It begins with the 8 bytes of MAGIC;
 * then come records: a u32 tag, a u32 payload length in bytes, the payload.
 *
 * STRINGS  any number of (u32 length, UTF-8 bytes). Rows of one string table, numbered from 0 through
 *          the whole stream. Row 0 is the empty string. A row is sent before a record that uses it.
 * NODES    u32 n, then n of each: u64 id (the address; 0 and odd numbers below 2^16 are synthetic),
 *          u8 type (NODE_TYPES), u32 name (string row: the qualified type name; the text of a `str`, shortened;
 *          the qualified name of a function, class or module), u64 self size in bytes, u32 reference count
 *          (saturated; 0 unknown), u8 flags (NodeFlag), u32 number of edges.
 * LEAVES   as NODES without the column of edge counts: nodes that refer to nothing.
 * EDGES    u32 n, then n of each: u8 type (EDGE_TYPES), u32 name (string row, or the index of an `element`
 *          or `hidden` edge), u64 id of the node it leads to. The edges of the NODES record before it, in its
 *          order; may be split over several EDGES records.
 * AGES     u8 n, 1 to 15, then u64 ids: objects that came after the snapshot of this attachment that is n before this one, and
 *          before the one after that. Goes before the nodes that it speaks of. Sent from the second snapshot on, where it is known.
 * META     UTF-8 JSON, PythonHeapMeta. Last but one; more keys may come.
 * END      u64 nodes, u64 edges, as sent. A stream without it is partial.
 *
 * The first node is the root: id 0, type synthetic, name `(root)`. Its edges lead to synthetic groups
 * `(modules)`, `(threads)`, `(builtins)`, `(interned)`, `(static types)`, `(held by C)`, `(unreachable)`, …
 * An edge to an id that no record describes is dropped and counted. An id described twice keeps the first.
 */
export const PYTHON_HEAP_MAGIC = 'LEAKPYG1';

export const PythonHeapTag = {
  strings: 0x53525453,
  nodes: 0x45444f4e,
  leaves: 0x4641454c,
  edges: 0x45474445,
  ages: 0x53454741,
  meta: 0x4154454d,
  end: 0x20444e45,
} as const;

/** Ids of the groups of what no root reaches. */
export const PYTHON_HEAP_GROUPS = { heldByC: 7, unreachable: 9 } as const;

export const NodeFlag = {
  /** The collector tracks it. */
  tracked: 1,
  /** No root reaches it by references that Python objects explain. */
  unreachable: 2,
  /** More references than Python's objects explain: something in C holds it. */
  heldByC: 4,
  /** Came after the snapshot before it, as far as the agent can tell. */
  new: 8,
  /** Four bits: the n of AGES; 0 where none was told. */
  age: 0xf0,
} as const;

/** Bits that `age` lies above. */
export const AGE_SHIFT = 4;

export interface PythonHeapMeta {
  /** `3.11.7`. */
  readonly python: string;
  readonly pid: number;
  /** How long the target stood still, ms. */
  readonly pause: number;
  /** How long the walk took, ms. */
  readonly walk: number;
  /** `fork`; `os.fork`, where the frames of one thread alone are seen; `in-process`. */
  readonly method: string;
  /**
   * Addresses of what the agent itself has. Where they are told, the reader finds out whom no root reaches: what only these lead
   * to is left out; of the rest, who is tracked becomes `(held by C)` or `(unreachable)`, two nodes that come last, without edges.
   */
  readonly own?: readonly number[];
  /** Objects that could not be read, and why the last of them. */
  readonly skipped?: number;
  readonly complaint?: string;
  /** Texts that are no words of the program's code were left out. */
  readonly redacted?: boolean;
  /** Collections that have a bound (`deque(maxlen)`, `lru_cache(maxsize)`): address, entries it may have. */
  readonly limits?: readonly (readonly [id: number, most: number])[];
  /** The collector: switched on, its thresholds by generation, objects frozen out of its sight. */
  readonly gc?: {
    readonly enabled: boolean;
    readonly thresholds: readonly number[];
    readonly frozen?: number;
  };
  /**
   * Which snapshot of one attachment this is, from 1, how many full collections there had been, and how many objects were frozen
   * (they count as older than the attachment). Absent where the collector keeps no order: then nothing is known of ages.
   */
  readonly since?: {
    readonly agent: string;
    readonly number: number;
    readonly full: number;
    readonly frozen: number;
  };
  /** Threads with their frames, innermost first, for the session. */
  readonly threads?: readonly PythonThread[];
}

export interface PythonThread {
  readonly name: string;
  readonly nativeId?: number;
  readonly daemon?: boolean;
  readonly frames: readonly { readonly file: string; readonly line: number; readonly function: string }[];
}
