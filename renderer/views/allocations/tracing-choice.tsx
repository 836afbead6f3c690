import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { type TracingWish, wishes } from './tracing-wish.js';
import { words } from './words.js';

interface TracingChoiceProps {
  readonly wish: TracingWish;
  readonly onChange: (wish: TracingWish) => void;
}

const FIELDS = ['frames', 'files', 'minutes', 'memory'] as const;

/** How Python's allocations are to be traced: how deep, of which files, and when it ends by itself. */
export function TracingChoice({ wish, onChange }: TracingChoiceProps) {
  const count = wishes(wish);
  return (
    <Popover.Root>
      <Popover.Trigger className="button" title={words.tracingAbout}>
        <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
        {count > 0 ? words.tracingChosen(count) : words.tracing}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="floating">
          <Popover.Popup className="menu tracing-choice" aria-label={words.tracingAbout}>
            {FIELDS.map((field) => (
              <label key={field} className="column">
                <span className="strong">{words.tracingFields[field]}</span>
                <input
                  className="field"
                  inputMode={field === 'files' ? 'text' : 'decimal'}
                  spellCheck={false}
                  placeholder={words.tracingUsual[field]}
                  value={wish[field]}
                  onChange={({ target }) => onChange({ ...wish, [field]: target.value })}
                />
                <span className="about">{words.tracingFieldsAbout[field]}</span>
              </label>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
