import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenSession } from '../../../shared/api/sessions.js';
import type { SnapshotId } from '../../../shared/base/brand.js';
import { countOfFilters } from '../../state/heap-view.js';
import { snapshotLetter } from '../../state/snapshot-letter.js';
import { usePart, useWorkspace } from '../../state/workspace.js';
import { words } from './words.js';

interface FoldedFiltersProps {
  readonly session: OpenSession;
  readonly children: ReactNode;
}

/** What is compared and how much is left out, in short; a click shows the choices over the table. */
export function FoldedFilters({ session, children }: FoldedFiltersProps) {
  const { selection, heapView } = useWorkspace();
  const { base, compared, third } = usePart(selection, (state) => state);
  const count = usePart(heapView, (view) => countOfFilters(view, base !== undefined));
  const letters = [base, compared, third].flatMap((id) => (id ? [letterOf(session, id)] : []));
  return (
    <Popover.Root>
      <Popover.Trigger className="button heap-fold" aria-label={words.folded(letters, count)}>
        <SlidersHorizontal size={14} strokeWidth={1.75} aria-hidden />
        {letters.join(' → ')}
        {count > 0 && <span className="heap-fold-count">{count}</span>}
      </Popover.Trigger>
      {/* Kept mounted: D clicks a button of it. */}
      <Popover.Portal keepMounted>
        <Popover.Positioner sideOffset={4} align="end" className="floating">
          <Popover.Popup className="menu heap-folded" aria-label={words.foldedAbout}>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** As the rail names it; one of another session has no letter here. */
function letterOf({ id, info }: OpenSession, snapshot: SnapshotId): string {
  const at = info.snapshots.findIndex((one) => `${id}/${one.id}` === snapshot);
  return at < 0 ? '…' : snapshotLetter(at);
}
