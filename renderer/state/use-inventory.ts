import { useCallback, useMemo, useState } from 'react';
import type { InventoryQuery } from '../../shared/api/inventory.js';
import type { LeakscopeApi } from '../../shared/api/leakscope-api.js';
import type { OpenSession } from '../../shared/api/sessions.js';
import { usePart, useWorkspace } from './workspace.js';

/** While a session is live, ms between two questions. */
const LIVE_EVERY = 4000;

/** Which process's inventories a pane is about and when: the chosen range, else all of the session. */
export function useInventory(services: LeakscopeApi, session: OpenSession) {
  const { selection, span, tasks } = useWorkspace();
  const chosen = usePart(selection, (state) => state.target);
  const range = usePart(span, (state) => state.range);
  const [turn, setTurn] = useState(0);
  const { targets } = session.info;
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  // Isolates have no mappings of their own.
  const id = target?.within ?? target?.id;
  const from = range?.from ?? 0;
  const to = range?.to;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one that was just taken is asked for at once
  const query = useMemo(
    (): InventoryQuery => ({
      ...(id !== undefined && { target: id }),
      from,
      ...(to !== undefined && { to }),
    }),
    [id, from, to, turn],
  );
  /** Reads it now and keeps it in the session. */
  const take = useCallback(
    (title: string): void => {
      if (id === undefined) return;
      void tasks.run(title, async () => {
        await services.inventory.take(session.id, id);
        setTurn((was) => was + 1);
      });
    },
    [services, session.id, id, tasks],
  );
  const process = targets.find((one) => one.id === id);
  const taken = session.live && process?.exit === undefined ? take : undefined;
  return { query, target: process, every: session.live ? LIVE_EVERY : undefined, take: taken };
}
