import type { FindingsApi } from './findings.js';
import type { InventoryApi } from './inventory.js';
import type { ProcessesApi } from './processes.js';
import type { RecordingApi } from './recording.js';
import type { SessionsApi } from './sessions.js';
import type { SnapshotQueries } from './snapshots.js';
import type { SourcesApi } from './sources.js';
import type { SystemApi } from './system.js';

/** The one API. A window, a browser and the command line call the same services. */
export interface LeakscopeApi {
  readonly processes: ProcessesApi;
  readonly recording: RecordingApi;
  readonly sessions: SessionsApi;
  readonly snapshots: SnapshotQueries;
  readonly inventory: InventoryApi;
  readonly findings: FindingsApi;
  readonly sources: SourcesApi;
  readonly system: SystemApi;
}

/** Pushed unasked; see SampleEvent and SessionEvent in `recording.ts`. */
export const TOPICS = ['samples', 'session'] as const;

/** Methods that take a Call: they can be cancelled and tell how far they are. */
export const CANCELLABLE: ReadonlySet<string> = new Set([
  'sessions.open',
  'sessions.load',
  'sessions.query',
  'recording.snapshot',
  'recording.snapshotAs',
  'findings.list',
  'findings.notes',
  'findings.check',
  'snapshots.classes',
  'snapshots.diff',
  'snapshots.objects',
  'snapshots.paths',
  'snapshots.pathTree',
  'snapshots.dominators',
  'snapshots.strings',
]);
