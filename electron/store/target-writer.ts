import type { DatabaseSync } from 'node:sqlite';
import type { TargetInfo } from '../../shared/model/session.js';
import type { NewTarget } from './session-store.js';

export type TargetChange = Partial<Pick<TargetInfo, 'lastSeen' | 'exit' | 'runtime' | 'name' | 'command'>>;

/** Rows of targets. */
export function targetWriter(db: DatabaseSync): {
  add(target: NewTarget): number;
  update(id: number, change: TargetChange): void;
} {
  const add = db.prepare(
    `INSERT INTO target (pid, ppid, runtime, flavour, runtime_version, name, command, within, first_seen, last_seen)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE target SET last_seen = coalesce(?, last_seen), exit = coalesce(?, exit), name = coalesce(?, name),
     command = coalesce(?, command) WHERE id = ?`,
  );
  const setRuntime = db.prepare(
    'UPDATE target SET runtime = ?, flavour = ?, runtime_version = ? WHERE id = ?',
  );
  return {
    add({ pid, ppid, runtime, name, command, within, firstSeen }) {
      const { kind, flavour, version } = runtime;
      const row = add.run(
        ...[pid, ppid, kind, flavour, version ?? null, name, command, within ?? null, firstSeen, firstSeen],
      );
      return Number(row.lastInsertRowid);
    },
    update(id, { lastSeen, exit, name, command, runtime }) {
      update.run(lastSeen ?? null, exit ?? null, name ?? null, command ?? null, id);
      if (runtime) setRuntime.run(runtime.kind, runtime.flavour, runtime.version ?? null, id);
    },
  };
}
