import { useCallback, useEffect, useState } from 'react';
import type { RegionRow } from '../../../shared/api/inventory.js';
import { groupKey } from './region-lines.js';

/** Groups whose mappings are on show. They stay open when the rows come anew, and their mappings come with them. */
export function useOpenRegions(ask: (group: RegionRow) => Promise<readonly RegionRow[]>, turn: unknown) {
  const [groups, setGroups] = useState<ReadonlyMap<string, RegionRow>>(new Map());
  const [opened, setOpened] = useState<ReadonlyMap<string, readonly RegionRow[]>>(new Map());
  const toggle = useCallback((group: RegionRow, open: boolean): void => {
    setGroups((was) => {
      const now = new Map(was);
      if (open) now.set(groupKey(group), group);
      else now.delete(groupKey(group));
      return now;
    });
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new answer is a new turn
  useEffect(() => {
    let current = true;
    const all = [...groups].map(async ([key, group]) => {
      // One that is not to be had any more is empty.
      const rows = await ask(group).catch(() => []);
      return [key, rows] as const;
    });
    void Promise.all(all).then((entries) => current && setOpened(new Map(entries)));
    return () => {
      current = false;
    };
  }, [groups, ask, turn]);
  return { opened, toggle };
}
