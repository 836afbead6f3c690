import { X } from 'lucide-react';
import type { SnapshotId } from '../../../shared/base/brand.js';
import type { DiffRows, Only } from '../../state/heap-view.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Chip } from '../../widgets/chip.js';
import { Choice } from '../../widgets/choice.js';
import { Name } from '../../widgets/name.js';
import { ClassChip, ClassChoice } from './class-choice.js';
import { ClearFilters } from './clear-filters.js';
import { DistanceChoice, SizeChoice } from './filter-fields.js';
import { MoreFilters } from './more-filters.js';
import { words } from './words.js';

interface ClassFiltersProps {
  readonly snapshot: SnapshotId;
  readonly diff: boolean;
  readonly python: boolean;
  /** What is chosen from a list stands behind a button. */
  readonly folded: boolean;
}

/** Which classes are left out: words and chips, kept while other panes are open. */
export function ClassFilters({ snapshot, diff, python, folded }: ClassFiltersProps) {
  const { heapView } = useWorkspace();
  const view = usePart(heapView, (state) => state);
  const only = (which: Only, on: boolean): void => heapView.change({ only: on ? which : undefined });
  return (
    <>
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
      <ClassChip />
      <MoreFilters folded={folded}>
        <ClassChoice snapshot={snapshot} />
        <SizeChoice label={diff ? words.columns.size : words.columns.retained} />
        <DistanceChoice />
      </MoreFilters>
      <ClearFilters short={folded} />
    </>
  );
}
