import { useEffect, useMemo } from 'react';
import type { FixCheck } from '../../shared/api/findings.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import { type Kept, verdictKey } from './fix-checks.js';
import type { Loadable } from './loadable.js';
import { usePart, useWorkspace } from './workspace.js';

export interface PinnedFinding extends Kept {
  /** Absent in the session that it was found in, and while the session here has nothing to compare. */
  readonly verdict?: Loadable<FixCheck>;
}

/** Every pinned finding of the open sessions, with how it stands in `session`; those of other sessions are checked. */
export function useFixChecks(session: OpenSession): readonly PinnedFinding[] {
  const { fixChecks } = useWorkspace();
  const { remarks, verdicts } = usePart(fixChecks, (state) => state);
  const pinned = useMemo(
    () =>
      [...remarks].flatMap(([id, all]) =>
        all.filter((remark) => remark.pinned).map((remark): Kept => ({ session: id, remark })),
      ),
    [remarks],
  );
  const ready = !session.live || hasPair(session);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a session a snapshot more, or its end, is what counts
  useEffect(() => {
    const elsewhere = pinned.filter((one) => one.session !== session.id);
    if (ready && elsewhere.length > 0) fixChecks.check(elsewhere, session);
  }, [fixChecks, pinned, ready, session.id, session.live, session.info.snapshots.length]);
  return pinned.map((one) => ({ ...one, verdict: verdicts.get(verdictKey(one, session)) }));
}

const hasPair = ({ info: { snapshots } }: OpenSession): boolean =>
  snapshots.some(({ target }, index) => snapshots.slice(0, index).some((other) => other.target === target));
