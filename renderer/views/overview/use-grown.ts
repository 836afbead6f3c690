import { useCallback } from 'react';
import type { LeakscopeApi } from '../../../shared/api/leakscope-api.js';
import type { DiffRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import type { Loadable } from '../../state/loadable.js';
import { useLoadable } from '../../state/use-loadable.js';

/** The `count` classes whose retained size grew most between two snapshots that are loaded; the runtime's own behind. */
export function useGrown(
  services: LeakscopeApi,
  base: SnapshotId,
  compared: SnapshotId,
  count: number,
): Loadable<readonly DiffRow[]> {
  const ask = useCallback(async () => {
    const { rows } = await services.snapshots.diff({
      base,
      compared,
      by: 'class',
      filter: { only: 'growing' },
      sort: { by: 'retainedDelta', descending: true },
      ownFirst: true,
      page: { from: 0, count },
    });
    return rows;
  }, [services, base, compared, count]);
  return useLoadable(ask);
}
