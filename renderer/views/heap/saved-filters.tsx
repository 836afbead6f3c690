import { Save, X } from 'lucide-react';
import { useWorkspace } from '../../state/workspace.js';
import { Button } from '../../widgets/button.js';
import { Chip } from '../../widgets/chip.js';
import { NameForm } from '../../widgets/name-form.js';
import type { SavedFilters } from './use-saved-filters.js';
import { words } from './words.js';

interface SavedRowProps {
  readonly filters: SavedFilters;
  /** The filter that is set is being named. */
  readonly naming: boolean;
  readonly onNamed: () => void;
}

/** The filters that the session keeps, as chips; nothing where there is none. */
export function SavedRow({ filters, naming, onNamed }: SavedRowProps) {
  const { heapView } = useWorkspace();
  const { saved, isOn, use, keep, forget } = filters;
  if (!naming && saved.length === 0) return undefined;
  return (
    <div className="heap-bar heap-saved row">
      {saved.map((filter) => (
        <span key={filter.name} className="row">
          <Chip on={isOn(filter)} onChange={(on) => (on ? use(filter) : heapView.clear())}>
            {filter.name}
          </Chip>
          <Button
            kind="bare"
            icon={X}
            aria-label={words.forgetFilter(filter.name)}
            onClick={() => forget(filter.name)}
          />
        </span>
      ))}
      {naming && (
        <NameForm
          label={words.filterName}
          onEnd={(name) => {
            if (name) keep(name);
            onNamed();
          }}
        />
      )}
    </div>
  );
}

interface KeepFilterProps {
  /** Its sign alone, where there is little room. */
  readonly short: boolean;
  readonly onClick: () => void;
}

/** Asks for a name for the filter that is set. */
export function KeepFilter({ short, onClick }: KeepFilterProps) {
  return (
    <Button
      kind="bare"
      icon={Save}
      aria-label={words.saveFilter}
      title={short ? words.saveFilter : undefined}
      onClick={onClick}
    >
      {short ? undefined : words.saveFilter}
    </Button>
  );
}
