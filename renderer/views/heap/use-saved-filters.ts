import { useCallback } from 'react';
import type { OpenSession, SavedFilter } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';
import { heapFilter, isFiltered } from '../../state/heap-view.js';
import { useAnswer } from '../../state/use-answer.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { words } from './words.js';

/** The filters that a session keeps, and what can be done with them. */
export interface SavedFilters {
  readonly saved: readonly SavedFilter[];
  /** A filter is set that is none of them. */
  readonly canKeep: boolean;
  isOn(filter: SavedFilter): boolean;
  use(filter: SavedFilter): void;
  keep(name: string): void;
  forget(name: string): void;
}

export function useSavedFilters(session: OpenSession): SavedFilters {
  const { services } = useEngine();
  const { heapView, tasks, sessions, selection } = useWorkspace();
  const compared = usePart(selection, ({ base }) => base !== undefined);
  const view = usePart(heapView, (state) => state);
  const changed = usePart(sessions, (state) => state.noted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once something was kept, here or in another window
  const ask = useCallback(() => services.sessions.filters(session.id), [services, session.id, changed]);
  const { answer: saved = [] } = useAnswer(ask);
  const now = (name: string): SavedFilter => ({
    name,
    big: false,
    ...(view.table !== 'classes' && { table: view.table }),
    ...heapFilter(view),
  });
  const isOn = (filter: SavedFilter): boolean => sameText(filter) === sameText(now(filter.name));
  const change = (run: () => Promise<void>): void =>
    void tasks.run(words.savedFilter, run).then(() => sessions.note());
  return {
    saved,
    canKeep: isFiltered(view, compared) && !saved.some(isOn),
    isOn,
    use({ name: _, table, big, ...filter }) {
      heapView.clear();
      heapView.change({
        ...filter,
        table: table ?? 'classes',
        ...(big && { least: BIG }),
        ...(filter.within && { group: undefined, diffBy: undefined }),
      });
    },
    keep: (name) => change(() => services.sessions.saveFilter(session.id, now(name))),
    forget: (name) => change(() => services.sessions.forgetFilter(session.id, name)),
  };
}

/** What `big` of an older file stands for. */
const BIG = 1000;

const sameText = ({
  table,
  text,
  big,
  least,
  near,
  detached,
  only,
  className,
  within,
}: SavedFilter): string =>
  JSON.stringify([
    ...[table, text, big ? BIG : least, near, detached, only, className],
    ...[within?.by, within?.name],
  ]);
