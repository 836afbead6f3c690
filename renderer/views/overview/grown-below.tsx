import type { OpenSession } from '../../../shared/api/sessions.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { useLoaded } from '../../state/use-loaded.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { GrownList } from './grown-list.js';
import { useGrown } from './use-grown.js';
import { words } from './words.js';

const TOP = 5;

/** Below what was found: the classes that grew most, each with the way to its objects. Nothing without two snapshots. */
export function GrownBelow({ session }: { readonly session: OpenSession }) {
  const { services } = useEngine();
  const { selection } = useWorkspace();
  const { base, compared } = usePart(selection, (state) => state);
  const loaded = useLoaded(services, [base, compared]);
  if (!base || !compared || loaded.phase !== 'ready') return null;
  return <Below key={`${base} ${compared}`} session={session} base={base} compared={compared} />;
}

function Below({
  session,
  base,
  compared,
}: {
  readonly session: OpenSession;
  readonly base: SnapshotId;
  readonly compared: SnapshotId;
}) {
  const { services } = useEngine();
  const rows = useGrown(services, base, compared, TOP);
  if (rows.phase !== 'ready' || rows.value.length === 0) return null;
  return (
    <section className="grown-below" aria-label={words.grew}>
      <GrownList session={session} base={base} compared={compared} rows={rows.value} />
    </section>
  );
}
