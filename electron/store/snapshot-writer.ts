import type { DatabaseSync } from 'node:sqlite';
import type { SnapshotWriter } from './session-store.js';

/** A snapshot that is being stored: not seen by readers before `finish`. Each part is committed by itself. */
export function snapshotWriter(
  db: DatabaseSync,
  target: number,
  at: number,
  guarded: <T>(run: () => T) => T,
): SnapshotWriter {
  const begun = db.prepare('INSERT INTO snapshot (target, at) VALUES (?, ?)').run(target, at);
  const id = Number(begun.lastInsertRowid);
  const add = db.prepare('INSERT INTO snapshot_column (snapshot, name, part, data) VALUES (?, ?, ?, ?)');
  return {
    id,
    column: (name, part, data) => void guarded(() => add.run(id, name, part, data)),
    finish(facts) {
      const { nodes, edges, bytes, pause, label, partial } = facts;
      guarded(() =>
        db
          .prepare(
            `UPDATE snapshot SET finished = 1, nodes = ?, edges = ?, bytes = ?, pause = ?, label = ?, partial = ?
             WHERE id = ?`,
          )
          .run(nodes, edges, bytes, pause, label ?? null, partial ?? null, id),
      );
      return { id, target, at, ...facts };
    },
    discard() {
      guarded(() => {
        db.prepare('DELETE FROM snapshot WHERE id = ?').run(id);
        db.prepare('DELETE FROM snapshot_column WHERE snapshot = ?').run(id);
      });
    },
  };
}
