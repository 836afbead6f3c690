import { Save, X } from 'lucide-react';
import { useCallback, useState } from 'react';
import type { OpenSession, SavedFilter } from '../../../shared/api/sessions.js';
import { useEngine } from '../../connection/engine.js';
import { heapFilter, isFiltered } from '../../state/heap-view.js';
import { useAnswer } from '../../state/use-answer.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Chip } from '../../widgets/chip.js';
import { NameForm } from '../../widgets/name-form.js';
import { words } from './words.js';

/** The filters that the session keeps, as chips, and a way to keep the one that is set. */
export function SavedFilters({ session }: { readonly session: OpenSession }) {
  const { services } = useEngine();
  const { heapView, tasks, sessions, selection } = useWorkspace();
  const compared = usePart(selection, ({ base }) => base !== undefined);
  const view = usePart(heapView, (state) => state);
  const changed = usePart(sessions, (state) => state.noted);
  const [naming, setNaming] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again once something was kept, here or in another window
  const ask = useCallback(() => services.sessions.filters(session.id), [services, session.id, changed]);
  const { answer: saved = [] } = useAnswer(ask);
  const isSet = isFiltered(view, compared);
  const now = (name: string): SavedFilter => ({
    name,
    big: false,
    ...(view.table !== 'classes' && { table: view.table }),
    ...heapFilter(view),
  });
  const isOn = (filter: SavedFilter): boolean => sameText(filter) === sameText(now(filter.name));
  const change = (run: () => Promise<void>): void =>
    void tasks.run(words.savedFilter, run).then(() => sessions.note());
  const use = ({ name: _, table, big, ...filter }: SavedFilter): void => {
    heapView.clear();
    heapView.change({
      ...filter,
      table: table ?? 'classes',
      ...(big && { least: BIG }),
      ...(filter.within && { group: undefined, diffBy: undefined }),
    });
  };
  if (!isSet && saved.length === 0) return undefined;
  return (
    <div className="heap-bar row">
      {saved.map((filter) => (
        <span key={filter.name} className="row">
          <Chip on={isOn(filter)} onChange={(on) => (on ? use(filter) : heapView.clear())}>
            {filter.name}
          </Chip>
          <Button
            kind="bare"
            icon={X}
            aria-label={words.forgetFilter(filter.name)}
            onClick={() => change(() => services.sessions.forgetFilter(session.id, filter.name))}
          />
        </span>
      ))}
      {isSet && !naming && !saved.some(isOn) && (
        <Button kind="bare" icon={Save} onClick={() => setNaming(true)}>
          {words.saveFilter}
        </Button>
      )}
      {naming && (
        <NameForm
          label={words.filterName}
          onEnd={(name) => {
            if (name) change(() => services.sessions.saveFilter(session.id, now(name)));
            setNaming(false);
          }}
        />
      )}
    </div>
  );
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
