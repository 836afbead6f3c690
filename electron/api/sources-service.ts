import { z } from 'zod';
import type { SourcesApi, SourceText } from '../../shared/api/sources.js';
import { Failure } from '../../shared/base/failure.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { readSourceFile, sourcePath } from '../processes/read-source-file.js';
import { namedFiles } from './named-files.js';
import type { OpenSessions } from './open-sessions.js';
import { sessionSchema, targetSchema } from './schemas.js';
import type { Entry } from './session-entry.js';
import { validated } from './validated.js';

const querySchema = z.object({ target: targetSchema.optional(), file: z.string().min(1).max(4096) });

/** Texts of the program's files: from the session where it keeps them, else from the disk. */
export function sourcesService(sessions: OpenSessions, engine: Pick<HeapEngine, 'callTree'>): SourcesApi {
  return {
    async text(given, query) {
      const entry = sessions.entry(validated(sessionSchema, given, 'session'));
      const { target, file } = validated(querySchema, query, 'query');
      return keptText(entry, file) ?? readText(engine, entry, file, target);
    },
  };
}

function keptText(entry: Entry, file: string): SourceText | undefined {
  const found = entry.artifacts({ kind: 'source' }).find(({ meta }) => nameOf(meta) === file);
  if (!found) return undefined;
  return { file, text: new TextDecoder().decode(entry.artifact(found.id)), origin: 'session' };
}

async function readText(
  engine: Pick<HeapEngine, 'callTree'>,
  entry: Entry,
  file: string,
  target: number | undefined,
): Promise<SourceText> {
  if (!(await namedFiles(engine, entry)).has(file))
    throw new Failure(
      'not-named',
      'No frame of this session names that file.',
      'Choose a call, a finding or an object of the session.',
    );
  const path = sourcePath(file, folderOf(entry, target));
  if (path === undefined)
    throw new Failure(
      'no-source',
      'This code is in no file of source text: it belongs to the runtime, or was made while the program ran.',
    );
  const { text, modifiedAt } = readSourceFile(path);
  const { startedAt } = entry.info();
  const changed = modifiedAt > startedAt;
  // What is not what ran is shown with its caveat, and not kept.
  if (!changed)
    entry.keep?.({
      kind: 'source',
      at: 0,
      meta: { file, modifiedAt },
      data: new TextEncoder().encode(text),
      ...(target === undefined ? {} : { target }),
    });
  return {
    ...{ file, text, origin: 'disk' },
    ...(changed ? { caveat: 'The file was changed after the recording began: lines may have moved.' } : {}),
  };
}

/** Where the target was started; a Python frame may name its file relative to it. */
function folderOf(entry: Entry, target: number | undefined): string | undefined {
  const [place] = entry.artifacts({ kind: 'place', ...(target === undefined ? {} : { target }) });
  const { cwd } = (typeof place?.meta === 'object' && place.meta !== null ? place.meta : {}) as {
    cwd?: unknown;
  };
  return typeof cwd === 'string' ? cwd : undefined;
}

const nameOf = (meta: unknown): unknown =>
  typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>)['file'] : undefined;
