import type { OpenSession } from '../../shared/api/sessions.js';
import type { SessionId, SnapshotId } from '../../shared/base/brand.js';

/** A program that is being recorded now. */
export interface LiveTarget {
  readonly session: SessionId;
  readonly target: number;
}

/** The program that a snapshot is of, where it still runs under this session and tells of its live objects. */
export function liveTargetOf(
  session: OpenSession | undefined,
  snapshot: SnapshotId | undefined,
): LiveTarget | undefined {
  if (!session?.live || snapshot === undefined) return undefined;
  const [of, number] = [
    snapshot.slice(0, snapshot.lastIndexOf('/')),
    snapshot.slice(snapshot.lastIndexOf('/') + 1),
  ];
  const found = of === session.id && session.info.snapshots.find(({ id }) => String(id) === number);
  if (!found) return undefined;
  const target = session.info.targets.find(({ id }) => id === found.target);
  const tells = target && target.runtime.kind !== 'native' && target.runtime.flavour !== 'bun';
  return tells && target.exit === undefined ? { session: session.id, target: target.id } : undefined;
}
