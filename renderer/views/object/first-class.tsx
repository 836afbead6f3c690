import { Crosshair } from 'lucide-react';
import type { LeakscopeApi } from '../../../shared/api/leakscope-api.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { firstGrown } from '../../state/first-grown.js';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { words } from './words.js';

interface FirstClassProps {
  readonly base: SnapshotId | undefined;
  readonly compared: SnapshotId;
}

/** Chooses a class for who has none yet: of a comparison one that grew, else the one that retains most. */
export function FirstClass({ base, compared }: FirstClassProps) {
  const { services } = useEngine();
  const { selection, tasks } = useWorkspace();
  const choose = async (): Promise<void> => {
    const name = await tasks.run(words.choosing, () => firstClass(services, base, compared));
    if (name !== undefined) selection.pointAtClass(name);
  };
  return (
    <Button kind="main" icon={Crosshair} onClick={() => void choose()}>
      {base ? words.ofGrown : words.ofLargest}
    </Button>
  );
}

/** Of those that grew most. */
const LOOKED_AT = 8;

async function firstClass(
  services: LeakscopeApi,
  base: SnapshotId | undefined,
  compared: SnapshotId,
): Promise<string | undefined> {
  if (base) {
    const { rows } = await services.snapshots.diff({
      ...{ base, compared, by: 'class', filter: { only: 'growing' }, ownFirst: true },
      sort: { by: 'retainedDelta', descending: true },
      page: { from: 0, count: LOOKED_AT },
    });
    const grown = firstGrown(rows);
    if (grown !== undefined) return grown;
  }
  const { rows } = await services.snapshots.classes(compared, {
    sort: { by: 'retainedSize', descending: true },
    page: { from: 0, count: 1 },
  });
  return rows[0]?.name;
}
