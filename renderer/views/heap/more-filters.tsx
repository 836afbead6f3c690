import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { countOfFields } from '../../state/heap-view.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { words } from './words.js';

interface MoreFiltersProps {
  /** Behind a button that says how many are set; else they stand in the bar. */
  readonly folded: boolean;
  readonly children: ReactNode;
}

/** The filters that are typed or chosen from a list. */
export function MoreFilters({ folded, children }: MoreFiltersProps) {
  const { heapView } = useWorkspace();
  const count = usePart(heapView, countOfFields);
  const chosen = usePart(heapView, ({ className }) => className);
  const [open, setOpen] = useState(false);
  // A class that was chosen is a chip of the bar: the field that had the focus is gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: closed by each choice
  useEffect(() => setOpen(false), [chosen]);
  if (!folded) return <>{children}</>;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button heap-fold" aria-label={words.moreFilters(count)}>
        <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
        {words.filters}
        {count > 0 && <span className="heap-fold-count">{count}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="end" className="floating">
          <Popover.Popup className="menu heap-folded" aria-label={words.filters}>
            <div className="heap-bar row">{children}</div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
