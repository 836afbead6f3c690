import { resolve } from 'node:path';
import type { OpenSession } from '../../shared/api/sessions.js';
import { type SnapshotId, snapshotId } from '../../shared/base/brand.js';
import { Failure } from '../../shared/base/failure.js';
import type { SnapshotInfo } from '../../shared/model/session.js';
import type { CommandContext } from './command-context.js';

export interface SnapshotReference {
  readonly session: OpenSession;
  readonly snapshot: SnapshotInfo;
  readonly id: SnapshotId;
}

/** Which one is meant where the user does not say. */
export type Preference = 'first' | 'last';

/** `FILE#2` names snapshot 2 of a file; a `#` that belongs to an existing file's name stays in it. */
export async function openReference(
  { api }: Pick<CommandContext, 'api'>,
  text: string,
  preference: Preference = 'last',
  sameTargetAs?: SnapshotReference,
): Promise<SnapshotReference> {
  const match = /^(.*)#(\d+)$/s.exec(text);
  const session = await api.sessions.open(resolve(match ? match[1] : text));
  const all = session.info.snapshots;
  if (all.length === 0) {
    throw new Failure(
      'no-snapshot',
      `${session.name} has no snapshot.`,
      'Record with --snapshot start,end, or press Snapshot while recording.',
    );
  }
  const snapshot = match
    ? all.find(({ id }) => id === Number(match[2]))
    : preferred(all, preference, sameTargetAs?.session.id === session.id ? sameTargetAs : undefined);
  if (!snapshot) {
    throw new Failure(
      'no-snapshot',
      `${session.name} has no snapshot ${match?.[2]}.`,
      `It has: ${all.map(({ id }) => `#${id}`).join(', ')}.`,
    );
  }
  return { session, snapshot, id: snapshotId(`${session.id}/${snapshot.id}`) };
}

function preferred(
  all: readonly SnapshotInfo[],
  preference: Preference,
  like: SnapshotReference | undefined,
): SnapshotInfo | undefined {
  const candidates = like ? all.filter(({ target }) => target === like.snapshot.target) : all;
  return preference === 'first' ? candidates[0] : candidates.at(-1);
}
