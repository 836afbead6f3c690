import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { ExportOptions } from '../../shared/api/sessions.js';
import { snapshotId } from '../../shared/base/brand.js';
import type { Call } from '../../shared/base/call.js';
import { Failure } from '../../shared/base/failure.js';
import type { HeapEngine } from '../engine/heap-engine.js';
import { abortSignal } from './abort-signal.js';
import type { OpenSessions } from './open-sessions.js';
import { callParts, chosenCalls } from './session-calls.js';
import type { Entry } from './session-entry.js';
import { writeSamples } from './write-samples.js';

export interface Exporting {
  readonly sessions: OpenSessions;
  readonly engine: HeapEngine;
  /** The page of a session. */
  readonly report: (entry: Entry, call?: Call) => Promise<string>;
}

/** Writes a part of a session for other tools. The file appears under its name only when it is whole. */
export async function exportSession(
  { sessions, engine, report }: Exporting,
  entry: Entry,
  { format, snapshot, allocations, path }: ExportOptions,
  call?: Call,
  /** The session that `allocations.base` names. */
  base?: Entry,
): Promise<void> {
  if (existsSync(path))
    throw new Failure('exists', `${path} exists already.`, 'Choose another name, or remove it.');
  const partial = `${path}.partial`;
  const use = { signal: abortSignal(call?.signal), onProgress: call?.onProgress };
  const aboutSamples = format === 'csv' && allocations === undefined && entry.info().series.length > 0;
  try {
    if (format === 'html') await writeFile(partial, await report(entry, call), { mode: 0o600 });
    else if (aboutSamples) await writeSamples(entry, partial, use);
    else if (format === 'heapsnapshot') {
      const number = snapshot ?? entry.info().snapshots.at(-1)?.id;
      if (number === undefined)
        throw new Failure('no-snapshot', 'This session has no snapshot.', 'Record with --snapshot end.');
      const id = snapshotId(`${entry.id}/${number}`);
      await sessions.ensure(id, call);
      await engine.exportHeapSnapshot(id, partial, use);
    } else {
      const chosen = chosenCalls(entry, allocations ?? {}, base);
      const { name, unit, interval } = chosen.self.source;
      await engine.exportCalls(
        callParts(entry, chosen, base),
        allocations?.steps ?? [],
        format,
        { name, unit, interval },
        partial,
        use,
      );
    }
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}
