/** What the first 100 bytes of a session file say; SQLite's file header with our two numbers in it. */
export interface SessionHeader {
  /** `user_version`: the format of the session. */
  readonly version: number;
  /** In write-ahead mode: being recorded, or its recorder was killed. */
  readonly wal: boolean;
  readonly pageSize: number;
  /** Pages the file should have; 0 where an old SQLite did not say. */
  readonly pages: number;
}

/** `LkSc` as SQLite's application_id, by which `file` and we know a session from any other database. */
export const SESSION_APPLICATION_ID = 0x4c6b5363;
export const SESSION_VERSION = 1;
export const SESSION_HEADER_LENGTH = 100;

/** Undefined for what is no session of ours. Any length of `head` will do. */
export function readSessionHeader(head: Uint8Array): SessionHeader | undefined {
  if (head.length < SESSION_HEADER_LENGTH) return undefined;
  for (let i = 0; i < MAGIC.length; i++) if (head[i] !== MAGIC.charCodeAt(i)) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(68) !== SESSION_APPLICATION_ID) return undefined;
  const size = view.getUint16(16);
  return {
    version: view.getUint32(60),
    wal: head[18] === 2 || head[19] === 2,
    pageSize: size === 1 ? 65_536 : size,
    // The count holds only when the file was last changed by a SQLite that keeps it.
    pages: view.getUint32(24) === view.getUint32(92) ? view.getUint32(28) : 0,
  };
}

const MAGIC = 'SQLite format 3\0';
