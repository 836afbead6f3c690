/** Format 1. Released: never edited again; a change is 0002. Times are ms since the session began, sizes bytes. */
export const first = `
CREATE TABLE session (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  started_at TEXT NOT NULL,       -- ISO 8601, UTC
  duration REAL,                  -- NULL until the recording ended
  complete INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  pid INTEGER NOT NULL,
  ppid INTEGER NOT NULL,
  runtime TEXT NOT NULL,          -- v8, cpython, native
  flavour TEXT NOT NULL,
  runtime_version TEXT,
  name TEXT NOT NULL,
  command TEXT NOT NULL,
  within INTEGER,                 -- the target in whose process it lives
  first_seen REAL NOT NULL,
  last_seen REAL NOT NULL,
  exit TEXT,
  samples INTEGER NOT NULL DEFAULT 0  -- those in blocks of level 0; later ones stand in tail
);
CREATE TABLE series (
  id INTEGER PRIMARY KEY,         -- the number by which blocks name it
  target INTEGER NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  count INTEGER NOT NULL DEFAULT 0,   -- these five: over the blocks of level 0
  min REAL, max REAL, first REAL, last REAL,
  UNIQUE (target, name)
);
CREATE TABLE block (              -- see shared/format/sample-block.ts
  id INTEGER PRIMARY KEY,
  target INTEGER NOT NULL,
  level INTEGER NOT NULL,         -- an entry stands for 16^level samples
  first INTEGER NOT NULL,         -- number of its first sample in the target, from 0
  samples INTEGER NOT NULL,       -- that it covers
  t0 REAL NOT NULL,
  t1 REAL NOT NULL,
  data BLOB NOT NULL              -- zstd
);
CREATE INDEX block_by_time ON block (target, level, t1, t0, first, samples);
CREATE TABLE tail (               -- what is in no block yet, a row for each flush; see electron/store/tail-row.ts
  id INTEGER PRIMARY KEY,
  data BLOB NOT NULL
);
CREATE TABLE gc_block (           -- see shared/format/gc-block.ts
  id INTEGER PRIMARY KEY,
  target INTEGER NOT NULL,
  first INTEGER NOT NULL,         -- number of its first event in the target, from 0
  events INTEGER NOT NULL,
  t0 REAL NOT NULL,
  t1 REAL NOT NULL,
  data BLOB NOT NULL              -- zstd
);
CREATE INDEX gc_block_by_time ON gc_block (target, t1, t0, first, events);
CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  at REAL NOT NULL,
  kind TEXT NOT NULL,
  target INTEGER,
  text TEXT NOT NULL
);
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  target INTEGER NOT NULL,
  at REAL NOT NULL,
  finished INTEGER NOT NULL DEFAULT 0,  -- 0: its recorder did not get to the end of it
  nodes INTEGER, edges INTEGER, bytes REAL, pause REAL,
  label TEXT, partial TEXT
);
CREATE TABLE snapshot_column (
  id INTEGER PRIMARY KEY,
  snapshot INTEGER NOT NULL,
  name TEXT NOT NULL,
  part INTEGER NOT NULL,
  data BLOB NOT NULL,             -- zstd
  UNIQUE (snapshot, name, part)
);
CREATE TABLE artifact (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  target INTEGER,
  at REAL NOT NULL,
  meta TEXT,                      -- JSON
  size INTEGER NOT NULL,          -- of the data, unpacked
  data BLOB NOT NULL              -- zstd
);
CREATE INDEX artifact_by_kind ON artifact (kind, target, at);
CREATE TABLE note (key TEXT PRIMARY KEY, text TEXT NOT NULL);

CREATE VIEW targets AS
  SELECT id, pid, ppid, runtime, flavour, runtime_version, name, command, within, first_seen, last_seen, exit FROM target;
CREATE VIEW marks AS
  SELECT m.at, m.kind, m.text, m.target, t.pid, t.name AS process
  FROM mark m LEFT JOIN target t ON t.id = m.target;
CREATE VIEW snapshots AS
  SELECT s.id, s.target, t.pid, t.name AS process, s.at, s.nodes, s.edges, s.bytes, s.pause, s.label, s.partial
  FROM snapshot s LEFT JOIN target t ON t.id = s.target WHERE s.finished;
CREATE VIEW series_stats AS
  SELECT s.target, t.pid, t.name AS process, s.name, s.unit, s.count, s.min, s.max, s.first, s.last, s.last - s.first AS growth
  FROM series s LEFT JOIN target t ON t.id = s.target;
`;
