import { Failure } from '../../shared/base/failure.js';
import type { SessionConnection } from './session-connection.js';

/** The stored columns of one snapshot, read part by part. Throws a Failure `damaged-snapshot`; the session lives on. */
export function snapshotColumns(connection: SessionConnection, snapshot: number) {
  const broken = (why: string): Failure =>
    new Failure(
      'damaged-snapshot',
      `Snapshot ${snapshot} is damaged: ${why}.`,
      'The rest of the session can be used; take the snapshot again.',
    );
  const guarded = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Failure && error.code === 'damaged')
        throw broken('its part of the file cannot be read');
      throw error;
    }
  };
  return {
    columns: (): readonly { readonly column: string; readonly parts: number }[] =>
      guarded(() =>
        connection.use((db) =>
          db
            .prepare(
              'SELECT name, count(*) AS parts, max(part) AS last FROM snapshot_column WHERE snapshot = ? GROUP BY name',
            )
            .all(snapshot)
            .map(({ name, parts, last }) => {
              if (Number(last) !== Number(parts) - 1) throw broken(`parts of ${String(name)} are missing`);
              return { column: String(name), parts: Number(parts) };
            }),
        ),
      ),
    read: (column: string, part: number): Uint8Array =>
      guarded(() =>
        connection.use((db) => {
          const row = db
            .prepare('SELECT data FROM snapshot_column WHERE snapshot = ? AND name = ? AND part = ?')
            .get(snapshot, column, part);
          if (!(row?.['data'] instanceof Uint8Array)) throw broken(`part ${part} of ${column} is missing`);
          return row['data'];
        }),
      ),
  };
}
