import { usePart, useWorkspace } from '../../state/workspace.js';
import { Chip } from '../../widgets/chip.js';
import { Choice } from '../../widgets/choice.js';
import { SearchField } from '../../widgets/search-field.js';
import { ClearFilters } from './clear-filters.js';
import { words } from './words.js';

const RETAINED = [1000, 100_000, 1_000_000, 10_000_000];

/** Which objects are left out: by what their label says, by size, distance and whether a page let go of them. */
export function ObjectFilters() {
  const { heapView } = useWorkspace();
  const view = usePart(heapView, (state) => state);
  return (
    <div className="heap-bar row">
      <SearchField
        label={words.objectFilter}
        value={view.text}
        onChange={(text) => heapView.change({ text })}
        className="heap-search"
      />
      <Choice<string>
        label={words.columns.retained}
        value={view.least === undefined ? '' : String(view.least)}
        none={words.any}
        options={RETAINED.map((bytes) => ({ value: String(bytes), text: words.atLeast(bytes) }))}
        onChange={(least) => heapView.change({ least: least === undefined ? undefined : Number(least) })}
      />
      <DistanceChoice />
      <Chip
        on={view.detached ?? false}
        title={words.detachedAbout}
        onChange={(on) => heapView.change({ detached: on || undefined })}
      >
        {words.detached}
      </Chip>
      <ClearFilters />
    </div>
  );
}

const STEPS = [2, 3, 5, 10, 20];

/** At most so far from the roots. */
export function DistanceChoice() {
  const { heapView } = useWorkspace();
  const near = usePart(heapView, (state) => state.near);
  return (
    <Choice<string>
      label={words.distance}
      value={near === undefined ? '' : String(near)}
      none={words.any}
      options={STEPS.map((steps) => ({ value: String(steps), text: words.atMost(steps) }))}
      onChange={(steps) => heapView.change({ near: steps === undefined ? undefined : Number(steps) })}
    />
  );
}
