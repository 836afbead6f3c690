import type { DatabaseSync } from 'node:sqlite';
import { packed, unpacked } from './packed.js';
import type { ArtifactInfo, ArtifactQuery, NewArtifact } from './session-store.js';

export function artifactWriter(db: DatabaseSync): (artifact: NewArtifact) => number {
  const add = db.prepare(
    'INSERT INTO artifact (kind, target, at, meta, size, data) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return ({ kind, target, at, meta, data }) => {
    const json = meta === undefined ? null : JSON.stringify(meta);
    return Number(add.run(kind, target ?? null, at, json, data.length, packed(data)).lastInsertRowid);
  };
}

export function listArtifacts(db: DatabaseSync, query: ArtifactQuery): readonly ArtifactInfo[] {
  const { kind, target, from, to } = query;
  return db
    .prepare(
      `SELECT id, kind, target, at, meta, size FROM artifact
       WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR target = ?2)
         AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at <= ?4) ORDER BY at, id`,
    )
    .all(kind ?? null, target ?? null, from ?? null, to ?? null)
    .map((row) => ({
      id: Number(row['id']),
      kind: String(row['kind']),
      at: Number(row['at']),
      size: Number(row['size']),
      ...(row['target'] === null ? {} : { target: Number(row['target']) }),
      ...(row['meta'] === null ? {} : { meta: JSON.parse(String(row['meta'])) as unknown }),
    }));
}

/** Undefined where there is none of that number. Throws for damaged data. */
export function artifactData(db: DatabaseSync, id: number): Uint8Array | undefined {
  const row = db.prepare('SELECT size, data FROM artifact WHERE id = ?').get(id);
  if (!(row?.['data'] instanceof Uint8Array)) return undefined;
  return unpacked(row['data'], Math.min(Math.max(Number(row['size']), 1), MAX_ARTIFACT));
}

const MAX_ARTIFACT = 1 << 30;
