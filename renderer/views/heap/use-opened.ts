import { useCallback, useEffect, useState } from 'react';
import type { Age, ClassRow, DiffRow, ObjectQuery } from '../../../shared/api/snapshots.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { useEngine } from '../../connection/engine.js';
import { useWorkspace } from '../../state/workspace.js';
import { isDiffRow, type OpenedClass } from './heap-lines.js';

const FIRST = 20;
const MORE = 100;

/** The classes whose objects are on show. Forgotten when the question changes: their places are others then. */
export function useOpened(
  question: unknown,
  compared: SnapshotId | undefined,
  base: SnapshotId | undefined,
  third?: SnapshotId,
  /** Of paths and sites only its objects. */
  ofClass?: string,
) {
  const { services } = useEngine();
  const { tasks } = useWorkspace();
  const [opened, setOpened] = useState<readonly OpenedClass[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, other places
  useEffect(() => setOpened([]), [question, compared, base, third]);

  const fetchMore = useCallback(
    async (one: OpenedClass, count: number): Promise<void> => {
      if (!compared) return;
      try {
        const { total, rows } = await services.snapshots.objects(compared, {
          ...wanted(one, ofClass),
          ...(base ? { base, age: one.age ?? 'new', ...(third && { third }) } : {}),
          sort: { by: 'retainedSize', descending: true },
          page: { from: one.objects.length, count },
        });
        const grown = { ...one, total, objects: [...one.objects, ...rows] };
        setOpened((was) => was.map((other) => (other === one ? grown : other)));
      } catch (error) {
        tasks.fail(error);
        setOpened((was) => was.filter((other) => other !== one));
      }
    },
    [services, tasks, compared, base, third, ofClass],
  );
  const open = (at: number, row: ClassRow | DiffRow): void => {
    const one: OpenedClass = { name: row.name, at, row, age: base && firstAge(row), objects: [] };
    setOpened((was) => [...was.filter((other) => other.at !== at), one].sort((a, b) => a.at - b.at));
    void fetchMore(one, FIRST);
  };
  return {
    opened,
    open,
    close: (at: number): void => setOpened((was) => was.filter((one) => one.at !== at)),
    more: (one: OpenedClass): void => void fetchMore(one, MORE),
    showAge(one: OpenedClass, age: Age): void {
      const next: OpenedClass = { ...one, age, total: undefined, objects: [] };
      setOpened((was) => was.map((other) => (other === one ? next : other)));
      void fetchMore(next, FIRST);
    },
  };
}

/** What the objects of a row have in common. */
function wanted(
  { name, row }: OpenedClass,
  className: string | undefined,
): Pick<ObjectQuery, 'className' | 'path' | 'site'> {
  if (isDiffRow(row) && row.path !== undefined) return { path: row.path, className };
  if (isDiffRow(row) && row.site !== undefined) return { site: row.site, className };
  return { className: name };
}

/** What there is of a class, the most telling first. */
function firstAge(row: ClassRow | DiffRow): Age {
  if (!isDiffRow(row) || row.addedCount > 0) return 'new';
  return row.survivedCount > 0 ? 'survived' : 'deleted';
}
