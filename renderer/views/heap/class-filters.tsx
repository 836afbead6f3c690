import { X } from 'lucide-react';
import type { DiffRows, Only } from '../../state/heap-view.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Chip } from '../../widgets/chip.js';
import { Choice } from '../../widgets/choice.js';
import { Name } from '../../widgets/name.js';
import { SearchField } from '../../widgets/search-field.js';
import { ClearFilters } from './clear-filters.js';
import { DistanceChoice } from './object-filters.js';
import { words } from './words.js';

/** Which classes are left out: words and chips, kept while other panes are open. */
export function ClassFilters({ diff, python }: { readonly diff: boolean; readonly python: boolean }) {
  const { heapView } = useWorkspace();
  const view = usePart(heapView, (state) => state);
  const only = (which: Only, on: boolean): void => heapView.change({ only: on ? which : undefined });
  return (
    <div className="heap-bar row">
      <SearchField
        label={words.filter}
        value={view.text}
        onChange={(text) => heapView.change({ text })}
        className="heap-search"
      />
      <Choice<'module' | 'package' | DiffRows>
        label={words.by}
        value={view.group ?? (diff ? view.diffBy : undefined) ?? ''}
        none={words.perClass}
        options={[
          ...(diff
            ? ([
                { value: 'path', text: words.path },
                { value: 'site', text: words.site },
              ] as const)
            : []),
          { value: 'module', text: python ? words.module : words.file },
          { value: 'package', text: words.package },
        ]}
        onChange={(by) =>
          heapView.change({
            group: by === 'module' || by === 'package' ? by : undefined,
            diffBy: by === 'path' || by === 'site' ? by : undefined,
            within: undefined,
          })
        }
      />
      {view.within && (
        <button
          type="button"
          className="chip heap-within"
          aria-pressed
          title={words.withinAbout}
          onClick={() => heapView.change({ group: view.within?.by, within: undefined })}
        >
          <Name text={view.within.name} limit={200} className="cut" />
          <X size={12} aria-hidden />
        </button>
      )}
      {diff && (
        <>
          <Chip on={view.only === 'growing'} onChange={(on) => only('growing', on)}>
            {words.growing}
          </Chip>
          <Chip on={view.only === 'new'} onChange={(on) => only('new', on)}>
            {words.newOnly}
          </Chip>
          <Chip on={view.only === 'deleted'} onChange={(on) => only('deleted', on)}>
            {words.deleted}
          </Chip>
        </>
      )}
      {!diff && <DistanceChoice />}
      <Chip on={view.big} onChange={(big) => heapView.change({ big })} title={words.bigAbout}>
        {words.big}
      </Chip>
      <ClearFilters />
    </div>
  );
}
