import type { SnapshotId } from '../../../shared/base/brand.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { Chip } from '../../widgets/chip.js';
import { ClassChip, ClassChoice } from './class-choice.js';
import { ClearFilters } from './clear-filters.js';
import { DistanceChoice, SizeChoice } from './filter-fields.js';
import { MoreFilters } from './more-filters.js';
import { words } from './words.js';

interface ObjectFiltersProps {
  readonly snapshot: SnapshotId;
  /** With a base: objects can be new or gone. */
  readonly diff: boolean;
  /** What is chosen from a list stands behind a button. */
  readonly folded: boolean;
}

/** Which objects are left out: by class, by what their label says, by size, distance and whether a page let go of them. */
export function ObjectFilters({ snapshot, diff, folded }: ObjectFiltersProps) {
  const { heapView } = useWorkspace();
  const { detached, only } = usePart(heapView, (state) => state);
  return (
    <>
      <ClassChip />
      {diff && (
        <>
          <Chip on={only === 'new'} onChange={(on) => heapView.change({ only: on ? 'new' : undefined })}>
            {words.newOnly}
          </Chip>
          <Chip
            on={only === 'deleted'}
            onChange={(on) => heapView.change({ only: on ? 'deleted' : undefined })}
          >
            {words.deleted}
          </Chip>
        </>
      )}
      <Chip
        on={detached ?? false}
        title={words.detachedAbout}
        onChange={(on) => heapView.change({ detached: on || undefined })}
      >
        {words.detached}
      </Chip>
      <ChosenFilters snapshot={snapshot} folded={folded} />
    </>
  );
}

/** Those of every table of objects that are chosen from a list. */
function ChosenFilters({ snapshot, folded }: Omit<ObjectFiltersProps, 'diff'>) {
  return (
    <>
      <MoreFilters folded={folded}>
        <ClassChoice snapshot={snapshot} />
        <SizeChoice label={words.columns.retained} />
        <DistanceChoice />
      </MoreFilters>
      <ClearFilters short={folded} />
    </>
  );
}

/** Which rows of the dominator tree are left out; what a class or a text finds stands at its top. */
export function DominatorFilters({ snapshot, folded }: Omit<ObjectFiltersProps, 'diff'>) {
  return (
    <>
      <ClassChip />
      <ChosenFilters snapshot={snapshot} folded={folded} />
    </>
  );
}

/** Which texts are left out. */
export function StringFilters() {
  return (
    <>
      <SizeChoice label={words.columns.size} />
      <ClearFilters short={false} />
    </>
  );
}
