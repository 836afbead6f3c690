import { useEffect, useState } from 'react';
import type { LeakscopeApi } from '../../../shared/api/leakscope-api.js';
import type { DiffRow } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import type { Loadable } from '../../state/loadable.js';
import { troubleOf } from '../../state/trouble.js';

/** The `count` classes whose retained size grew most between two snapshots that are loaded. */
export function useGrown(
  services: LeakscopeApi,
  base: SnapshotId,
  compared: SnapshotId,
  count: number,
): Loadable<readonly DiffRow[]> {
  const [rows, setRows] = useState<Loadable<readonly DiffRow[]>>({ phase: 'loading', done: 0 });
  useEffect(() => {
    let current = true;
    setRows({ phase: 'loading', done: 0 });
    const query = {
      base,
      compared,
      by: 'class' as const,
      filter: { only: 'growing' as const },
      sort: { by: 'retainedDelta' as const, descending: true },
      page: { from: 0, count },
    };
    services.snapshots.diff(query).then(
      (answer) => current && setRows({ phase: 'ready', value: answer.rows }),
      (error: unknown) => {
        const { message, remedy } = troubleOf(error);
        if (current) setRows({ phase: 'failed', message, remedy });
      },
    );
    return () => {
      current = false;
    };
  }, [services, base, compared, count]);
  return rows;
}
