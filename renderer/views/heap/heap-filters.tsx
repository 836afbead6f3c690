import { useState } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import type { HeapTable } from '../../state/heap-view.js';
import { useLow } from '../../state/use-narrow.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Chip } from '../../widgets/chip.js';
import { Segments } from '../../widgets/segments.js';
import { useRoom } from '../../widgets/use-room.js';
import { ClassFilters } from './class-filters.js';
import { TextFilter } from './filter-fields.js';
import { FoldedFilters } from './folded-filters.js';
import { DominatorFilters, ObjectFilters, StringFilters } from './object-filters.js';
import { KeepFilter, SavedRow } from './saved-filters.js';
import { SnapshotChoices } from './snapshot-choices.js';
import { useSavedFilters } from './use-saved-filters.js';
import { words } from './words.js';

interface HeapFiltersProps {
  readonly session: OpenSession;
  readonly base: SnapshotId | undefined;
  readonly compared: SnapshotId;
  /** Its classes stand in modules, not in files. */
  readonly python: boolean;
}

/** From so many CSS pixels on every filter stands in the bar. */
const ROOM = 1120;

/** Which table of which snapshots, and what is left out of it. In a low window all but the search is behind a button. */
export function HeapFilters({ session, base, compared, python }: HeapFiltersProps) {
  const { heapView } = useWorkspace();
  const { table, byClass } = usePart(heapView, (state) => state);
  const low = useLow();
  const [bar, hasRoom] = useRoom<HTMLDivElement>(ROOM);
  const filters = useSavedFilters(session);
  const [naming, setNaming] = useState(false);
  const folded = !low && !hasRoom;
  const diff = base !== undefined;
  const tables = (
    <Segments<HeapTable>
      label={words.show}
      value={table}
      options={[
        { value: 'classes', text: words.classes },
        { value: 'objects', text: words.objects },
        { value: 'dominators', text: words.dominators },
        { value: 'strings', text: words.strings },
      ]}
      onChange={(chosen) => heapView.change({ table: chosen })}
    />
  );
  const snapshots = (
    <>
      <SnapshotChoices session={session} />
      {table === 'dominators' && (
        <Chip on={byClass} onChange={(on) => heapView.change({ byClass: on })}>
          {words.byClass}
        </Chip>
      )}
    </>
  );
  const search = <TextFilter label={words.textOf[table]} />;
  const fields =
    table === 'classes' ? (
      <ClassFilters snapshot={compared} diff={diff} python={python} folded={folded} />
    ) : table === 'objects' ? (
      <ObjectFilters snapshot={compared} diff={diff} folded={folded} />
    ) : table === 'dominators' ? (
      <DominatorFilters snapshot={compared} folded={folded} />
    ) : (
      <StringFilters />
    );
  const keep = filters.canKeep && !naming && <KeepFilter short={folded} onClick={() => setNaming(true)} />;
  const saved = <SavedRow filters={filters} naming={naming} onNamed={() => setNaming(false)} />;
  if (low)
    return (
      <div className="heap-bar heap-bar-low row">
        {tables}
        {search}
        <FoldedFilters session={session}>
          <div className="heap-bar row">{snapshots}</div>
          <div className="heap-bar row">
            {fields}
            {keep}
          </div>
          {saved}
        </FoldedFilters>
      </div>
    );
  return (
    <>
      <div className="heap-bar row" ref={bar}>
        {tables}
        {snapshots}
      </div>
      <div className="heap-bar row">
        {search}
        {fields}
        {keep}
      </div>
      {saved}
    </>
  );
}
