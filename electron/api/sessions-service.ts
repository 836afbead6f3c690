import type { RecentFile, SessionsApi, SqlAnswer, SqlQuery } from '../../shared/api/sessions.js';
import type { Call } from '../../shared/base/call.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { abortSignal } from './abort-signal.js';
import { storedSources, withoutReadings } from './allocation-sources.js';
import { exportSession } from './export-session.js';
import type { OpenSessions } from './open-sessions.js';
import type { Recordings } from './recordings.js';
import { forgetFilter, savedFilters, saveFilter } from './saved-filters.js';
import {
  allocationQuerySchema,
  exportOptionsSchema,
  fileNameSchema,
  ledgerQuerySchema,
  noteSchema,
  partSchema,
  pathSchema,
  savedFilterSchema,
  sessionSchema,
  snapshotSchema,
  sqlQuerySchema,
  targetSchema,
  textSchema,
  timeSchema,
} from './schemas.js';
import { allocationRange, sessionAllocations } from './session-allocations.js';
import type { Entry } from './session-entry.js';
import { sessionLedger } from './session-ledger.js';
import { validated } from './validated.js';

export interface SessionsOptions {
  readonly sessions: OpenSessions;
  recent(): readonly RecentFile[];
  /** Copies a session that may be live into one plain file. */
  copy(from: string, to: string): void;
  /** Copies a part of a session. */
  copyPart(from: string, to: string, part: { readonly from: number; readonly to: number }): void;
  /** Asks a session file by SQL. */
  ask(path: string, query: SqlQuery, signal?: AbortSignal): Promise<SqlAnswer>;
  readonly recordings: Recordings;
  readonly engine: HeapEngine;
  /** The page of a session. */
  readonly report: (entry: Entry, call?: Call) => Promise<string>;
}

export function sessionsService({
  sessions,
  recordings,
  engine,
  report,
  recent,
  copy,
  copyPart,
  ask,
}: SessionsOptions): SessionsApi {
  const entry = (given: unknown) => sessions.entry(validated(sessionSchema, given, 'session'));
  return {
    open: (path, call) => sessions.open(validated(pathSchema, path, 'path'), call),
    async close(given) {
      const session = validated(sessionSchema, given, 'session');
      await recordings.stop(session);
      sessions.close(session);
    },
    list: async () => sessions.list(),
    info: async (session) => entry(session).info(),
    recent: async () => recent(),
    gcEvents: async (session, target, from, to) =>
      entry(session).gcEvents(
        validated(targetSchema, target, 'target'),
        validated(timeSchema, from, 'from'),
        validated(timeSchema, to, 'to'),
      ),
    ledger: async (session, query) =>
      sessionLedger(entry(session), validated(ledgerQuerySchema, query, 'query')),
    async allocations(session, given) {
      const query = validated(allocationQuerySchema, given, 'query');
      return sessionAllocations(engine, entry(session), query, query.base && entry(query.base));
    },
    allocationSources: async (session) => storedSources(entry(session)).map(withoutReadings),
    async allocationRange(session, given) {
      const query = validated(allocationQuerySchema, given, 'query');
      return allocationRange(entry(session), query, query.base && entry(query.base));
    },
    async mark(session, text, at) {
      const open = entry(session);
      const when = validated(timeSchema.optional(), at, 'at') ?? open.info().duration;
      const words = validated(textSchema, text, 'text');
      if (open.summary().live) recordings.of(open.id).mark(words, at);
      else open.addMark({ at: when, kind: 'note', text: words });
    },
    async query(session, query, call) {
      const { path } = entry(session);
      const asked = validated(sqlQuerySchema, query, 'query');
      return ask(path, asked, abortSignal(call?.signal));
    },
    export: async (session, given, call) => {
      const options = validated(exportOptionsSchema, given, 'options');
      const base = options.allocations?.base;
      return exportSession({ sessions, engine, report }, entry(session), options, call, base && entry(base));
    },
    async saveCopy(session, path, part) {
      const to = validated(pathSchema, path, 'path');
      const { path: from } = entry(session);
      if (part === undefined) copy(from, to);
      else copyPart(from, to, validated(partSchema, part, 'part'));
    },
    async rename(session, given) {
      const { id } = entry(session);
      const name = validated(fileNameSchema, given, 'name');
      return sessions.rename(id, name.endsWith('.leakscope') ? name : `${name}.leakscope`);
    },
    note: async (session) => entry(session).note(),
    setNote: async (session, text) => entry(session).setNote(validated(noteSchema, text, 'text')),
    filters: async (session) => savedFilters(entry(session)),
    saveFilter: async (session, filter) =>
      saveFilter(entry(session), validated(savedFilterSchema, filter, 'filter')),
    forgetFilter: async (session, name) => forgetFilter(entry(session), validated(textSchema, name, 'name')),
    load: (snapshot, call) => sessions.ensure(validated(snapshotSchema, snapshot, 'snapshot'), call),
  };
}
