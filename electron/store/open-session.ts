import { resolve } from 'node:path';
import { Failure, saying } from '../../shared/base/failure.js';
import { artifactData, artifactWriter, listArtifacts } from './artifact-rows.js';
import { readGcEvents } from './gc-reader.js';
import { readSeries } from './series-reader.js';
import { SessionConnection } from './session-connection.js';
import { readInfo } from './session-info.js';
import type { SessionReader } from './session-store.js';
import { snapshotColumns } from './snapshot-columns.js';

export { isSession } from './session-file.js';

/**
 * Opens a session, also one that is being written or whose recorder was killed. Throws a Failure:
 * `no-such-file`, `not-ours`, `newer-format`, `damaged`, `not-permitted`.
 */
export function openSession(given: string): SessionReader {
  const path = resolve(given);
  const connection = new SessionConnection(path);
  const damage = new Set<string>();
  const onDamage = (why: string): void => {
    if (damage.size < MAX_DAMAGE) damage.add(why);
  };
  try {
    connection.use((db) => db.prepare('SELECT started_at FROM session').get());
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    path,
    get recoveredAt() {
      return connection.recoveredAt;
    },
    info() {
      const info = connection.use((db) => readInfo(db, onDamage));
      return damage.size > 0 ? { ...info, damaged: [...damage] } : info;
    },
    series: (query) => connection.use((db) => readSeries(db, query, onDamage)),
    gcEvents: (target, from, to) => connection.use((db) => readGcEvents(db, target, { from, to }, onDamage)),
    snapshotColumns: (snapshot) => snapshotColumns(connection, snapshot),
    addMark: ({ at, kind, target, text }) =>
      connection.write((db) => {
        db.prepare('INSERT INTO mark (at, kind, target, text) VALUES (?, ?, ?, ?)').run(
          at,
          kind,
          target ?? null,
          text,
        );
      }),
    addArtifact: (artifact) => connection.write((db) => void artifactWriter(db)(artifact)),
    artifacts: (query = {}) => connection.use((db) => listArtifacts(db, query)),
    artifact(id) {
      try {
        const data = connection.use((db) => artifactData(db, id));
        if (data) return data;
      } catch (error) {
        throw new Failure('damaged-artifact', `Part ${id} of the session is damaged: ${saying(error)}.`);
      }
      throw new Failure('no-artifact', `The session has no part ${id}.`, 'List them, then name one.');
    },
    note: (key) =>
      connection.use((db) => {
        const text = db.prepare('SELECT text FROM note WHERE key = ?').get(key)?.['text'];
        return typeof text === 'string' ? text : undefined;
      }),
    setNote: (key, text) =>
      connection.write((db) => {
        if (text === undefined) db.prepare('DELETE FROM note WHERE key = ?').run(key);
        else db.prepare('INSERT OR REPLACE INTO note (key, text) VALUES (?, ?)').run(key, text);
      }),
    close: () => connection.close(),
  };
}

const MAX_DAMAGE = 20;
