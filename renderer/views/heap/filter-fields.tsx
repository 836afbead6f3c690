import { usePart, useWorkspace } from '../../state/workspace.js';
import { Choice } from '../../widgets/choice.js';
import { SearchField } from '../../widgets/search-field.js';
import { words } from './words.js';

/** Words, or a regular expression, that a row must have. */
export function TextFilter({ label }: { readonly label: string }) {
  const { heapView } = useWorkspace();
  const value = usePart(heapView, ({ text }) => text);
  return (
    <SearchField
      label={label}
      value={value}
      onChange={(text) => heapView.change({ text })}
      className="heap-search"
    />
  );
}

const SIZES = [1000, 100_000, 1_000_000, 10_000_000];

/** At least so many bytes; `label` says which. */
export function SizeChoice({ label }: { readonly label: string }) {
  const { heapView } = useWorkspace();
  const least = usePart(heapView, (state) => state.least);
  const offered = least === undefined || SIZES.includes(least) ? SIZES : [...SIZES, least];
  return (
    <Choice<string>
      label={label}
      value={least === undefined ? '' : String(least)}
      none={words.any}
      options={offered.map((bytes) => ({ value: String(bytes), text: words.atLeast(bytes) }))}
      onChange={(bytes) => heapView.change({ least: bytes === undefined ? undefined : Number(bytes) })}
    />
  );
}

const STEPS = [1, 2, 3, 5, 10, 20];

/** At most so far from the roots. */
export function DistanceChoice() {
  const { heapView } = useWorkspace();
  const near = usePart(heapView, (state) => state.near);
  const offered = near === undefined || STEPS.includes(near) ? STEPS : [...STEPS, near];
  return (
    <Choice<string>
      label={words.distance}
      value={near === undefined ? '' : String(near)}
      none={words.any}
      options={offered.map((steps) => ({ value: String(steps), text: words.atMost(steps) }))}
      onChange={(steps) => heapView.change({ near: steps === undefined ? undefined : Number(steps) })}
    />
  );
}
