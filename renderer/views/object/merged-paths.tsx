import { useEffect, useState } from 'react';
import type { MergedPath, PathQuery } from '../../../shared/api/snapshots.js';
import type { NodeOrdinal, SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import type { Loadable } from '../../state/loadable.js';
import { troubleOf } from '../../state/trouble.js';
import { PathList } from '../../widgets/path-list.js';
import { TroubleCard } from '../../widgets/trouble-card.js';
import { words } from './words.js';

interface MergedPathsProps {
  readonly snapshot: SnapshotId;
  readonly className?: string;
  readonly node?: NodeOrdinal;
  readonly newSince?: SnapshotId;
  /** With `newSince`: only what this one still has. */
  readonly stillIn?: SnapshotId;
}

const LIMIT = 8;

/** The shortest ways from the roots, those that look alike as one. */
export function MergedPaths({ snapshot, className, node, newSince, stillIn }: MergedPathsProps) {
  const { services } = useEngine();
  const [paths, setPaths] = useState<Loadable<readonly MergedPath[]>>({ phase: 'idle' });
  useEffect(() => {
    let current = true;
    setPaths({ phase: 'loading' });
    const query: PathQuery =
      node === undefined
        ? { className, ...(newSince ? { newSince, ...(stillIn && { stillIn }) } : {}), limit: LIMIT }
        : { node, limit: LIMIT };
    const { newSince: _, stillIn: __, ...any } = query;
    const ask = async (): Promise<readonly MergedPath[]> => {
      const found = await services.snapshots.paths(snapshot, query);
      // Of a class that only holds what grew there is nothing new.
      return found.length > 0 || !query.newSince ? found : services.snapshots.paths(snapshot, any);
    };
    ask().then(
      (value) => current && setPaths({ phase: 'ready', value }),
      (error: unknown) => {
        if (!current) return;
        const { message, remedy } = troubleOf(error);
        setPaths({ phase: 'failed', message, remedy });
      },
    );
    return () => {
      current = false;
    };
  }, [services, snapshot, className, node, newSince, stillIn]);
  switch (paths.phase) {
    case 'idle':
    case 'loading':
      return <p className="object-note about">{words.findingPaths}</p>;
    case 'failed':
      return <TroubleCard message={paths.message} remedy={paths.remedy} />;
    case 'ready':
      return paths.value.length === 0 ? (
        <p className="object-note about">{words.noPaths}</p>
      ) : (
        <PathList paths={paths.value} copy={words.copyPath} />
      );
  }
}
