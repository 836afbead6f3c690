import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { OpenSession } from '../../shared/api/sessions.js';
import { type SessionId, type SnapshotId, sessionId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure, saying } from '../../shared/base/failure.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { isSession, openSession } from '../store/open-session.js';
import { abortSignal } from './abort-signal.js';
import { openHeapFile } from './open-heap-file.js';
import { isAllocationFile, openProfileFile } from './open-profile-file.js';
import { type Entry, sessionEntry } from './session-entry.js';

/** The sessions and snapshot files that this engine has open, live ones included. */
export interface OpenSessions {
  /** Opens a file, or answers the one that is open already. */
  open(path: string, call?: Call): Promise<OpenSession>;
  /** The id that the next session will have: a recording names its snapshots by it before it begins. */
  reserve(): SessionId;
  /** Adds the session that a recording writes. */
  adopt(id: SessionId, path: string): OpenSession;
  /** The recording has ended: from now on it is like any file. */
  ended(session: SessionId): void;
  entry(session: SessionId): Entry;
  list(): readonly OpenSession[];
  /** Gives its file another name in the same folder. */
  rename(session: SessionId, name: string): OpenSession;
  close(session: SessionId): void;
  /** Brings a snapshot into the engine. Several callers wait for the same load. */
  ensure(snapshot: SnapshotId, call?: Call): Promise<void>;
  closeAll(): void;
}

const HEAD = 4096;

export function createOpenSessions(engine: HeapEngine): OpenSessions {
  const entries = new Map<SessionId, Entry>();
  const loading = new Map<SnapshotId, Promise<unknown>>();
  let lastId = 0;
  const nextId = (): SessionId => sessionId(`s${++lastId}`);
  const add = (entry: Entry): OpenSession => {
    entries.set(entry.id, entry);
    return entry.summary();
  };
  const entryOf = (id: SessionId): Entry => {
    const entry = entries.get(id);
    if (!entry) throw new Failure('no-such-session', `Session ${id} is not open.`, 'Open its file again.');
    return entry;
  };
  const close = (id: SessionId): void => {
    const entry = entryOf(id);
    entries.delete(id);
    // Not by what the file says: it may be gone by now.
    for (const snapshot of engine.all()) if (snapshot.startsWith(`${id}/`)) engine.drop(snapshot);
    entry.close();
  };
  return {
    async open(given, call) {
      const path = resolve(given);
      const open = [...entries.values()].find((entry) => entry.path === path);
      if (open) return open.summary();
      const head = headOf(path);
      if (isSession(head)) return add(sessionEntry(nextId(), openSession(path), false));
      if (isAllocationFile(head)) return add(await openProfileFile(engine, nextId(), path, call));
      return add(await openHeapFile(engine, nextId(), path, call));
    },
    reserve: nextId,
    adopt: (id, path) => add(sessionEntry(id, openSession(path), true)),
    ended: (id) => entries.get(id)?.ended(),
    entry: entryOf,
    rename(id, name) {
      const entry = entryOf(id);
      if (!entry.rename)
        throw new Failure('not-ours', 'Only a session can be renamed here.', 'Rename the file itself.');
      return add(entry.rename(join(dirname(entry.path), name)));
    },
    list: () => [...entries.values()].map((entry) => entry.summary()),
    close,
    async ensure(snapshot, call) {
      if (engine.has(snapshot)) return;
      const [session, number] = snapshot.split('/');
      const entry = entryOf(sessionId(session ?? ''));
      let load = loading.get(snapshot);
      if (!load) {
        load = entry
          .load(engine, snapshot, Number(number), {
            signal: abortSignal(call?.signal),
            onProgress: call?.onProgress,
          })
          .finally(() => loading.delete(snapshot));
        loading.set(snapshot, load);
      }
      await load;
    },
    closeAll() {
      for (const id of [...entries.keys()]) close(id);
    },
  };
}

/** The first bytes of a file, to tell what it is. Throws a Failure when it cannot be read. */
function headOf(path: string): Uint8Array {
  try {
    if (statSync(path).isDirectory())
      throw new Failure('is-folder', `${basename(path)} is a folder.`, 'Name a file in it.');
    const file = openSync(path, 'r');
    try {
      const head = new Uint8Array(HEAD);
      return head.subarray(0, readSync(file, head, 0, HEAD, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Failure('no-such-file', `There is no file ${path}.`, 'Check the name.');
    if (code === 'EACCES')
      throw new Failure('not-permitted', `${path} may not be read.`, 'Ask its owner, or copy it.');
    throw new Failure('unreadable', `${path} cannot be read: ${saying(error)}.`);
  }
}
